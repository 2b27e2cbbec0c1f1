import { CancelRequests } from '@app/application';
import { scopeKey, type TenantScope } from '@app/domain';
import type { FakeRun, FakeRuns } from './fake-executions';

const LEASE_MS = 10_000;

export class FakeCancelRequests extends CancelRequests {
  constructor(private readonly runs: FakeRuns) {
    super();
  }

  async scopes(): Promise<TenantScope[]> {
    const due = this.runs.rows.filter(isDue).map(({ scope }) => [scopeKey(scope), scope] as const);
    return [...new Map(due).values()];
  }

  async claim(scope: TenantScope, limit: number): Promise<string[]> {
    const due = this.runs.of(scope).filter(isDue).slice(0, limit);
    for (const row of due) row.cancelAfter = Date.now() + LEASE_MS;
    return due.map(({ execution }) => execution.id);
  }

  async delivered(scope: TenantScope, executionId: string): Promise<void> {
    const row = this.runs.find(scope, executionId);
    if (row) row.cancelAfter = Infinity;
  }

  subscribe(listener: () => void): () => void {
    this.runs.listeners.add(listener);
    return () => void this.runs.listeners.delete(listener);
  }
}

function isDue({ execution, cancelAfter }: FakeRun): boolean {
  return execution.status === 'running' && cancelAfter !== undefined && cancelAfter <= Date.now();
}
