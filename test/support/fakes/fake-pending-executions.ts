import {
  PendingExecutions,
  PendingExecutionsSignal,
  type ClaimedExecution,
  type PendingNews,
  type ScopeWithWork,
} from '@app/application';
import { scopeKey, type TenantScope } from '@app/domain';
import type { FakeRun, FakeRuns } from './fake-executions';

export class FakePendingExecutions extends PendingExecutions {
  constructor(private readonly runs: FakeRuns) {
    super();
  }

  async scopes(): Promise<ScopeWithWork[]> {
    const due = this.runs.rows.filter((row) => this.isDue(row)).map(({ scope }) => [scopeKey(scope), scope] as const);
    return [...new Map(due).values()].map((scope) => {
      return { scope, inFlight: this.runs.of(scope).filter(isUnderWay).length };
    });
  }

  async backlog(share: number, most: number): Promise<number> {
    const pending = this.runs.rows.filter(({ execution }) => execution.status === 'pending');
    const counts = [...Map.groupBy(pending, ({ scope }) => scopeKey(scope)).values()].map(({ length }) => length);
    if (pending.length >= most) return most;
    return counts.reduce((sum, count) => sum + Math.min(count, share), 0);
  }

  async claim(scope: TenantScope, limit: number, leaseSeconds: number): Promise<ClaimedExecution[]> {
    const due = this.runs.of(scope).filter((row) => this.isDue(row));
    const claimed = due.slice(0, limit);
    return Promise.all(
      claimed.map(async (row) => {
        const startAttempts = row.startAttempts++;
        Object.assign(row, { startAfter: Date.now() + leaseSeconds * 1000, isLeased: true });
        const { definitionId, definitionVersion } = row.start;
        const content = await this.runs.definitions.findVersion(scope, definitionId, definitionVersion);
        if (!content) throw new Error('A run without its definition');
        return { ...row.start, rootExecutionId: row.execution.rootExecutionId, content, startAttempts };
      }),
    );
  }

  async markStarted(scope: TenantScope, executionIds: readonly string[]): Promise<void> {
    for (const row of this.runs.of(scope)) if (executionIds.includes(row.execution.id)) this.runs.move(row, 'running');
  }

  async postpone(scope: TenantScope, executionId: string, delaySeconds: number): Promise<void> {
    const row = this.runs.find(scope, executionId);
    if (row) Object.assign(row, { startAfter: Date.now() + delaySeconds * 1000, isLeased: false });
  }

  private isDue(row: FakeRun): boolean {
    return row.execution.status === 'pending' && row.startAfter <= Date.now();
  }
}

function isUnderWay({ execution: { status }, isParked, isLeased, startAfter }: FakeRun): boolean {
  return status === 'running' ? !isParked : status === 'pending' && isLeased === true && startAfter > Date.now();
}

export class FakePendingExecutionsSignal extends PendingExecutionsSignal {
  constructor(private readonly runs: FakeRuns) {
    super();
  }

  async subscribe(listener: (news: PendingNews) => void): Promise<() => Promise<void>> {
    this.runs.listeners.add(listener);
    return async () => void this.runs.listeners.delete(listener);
  }
}
