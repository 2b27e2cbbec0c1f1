import { RunningExecutions } from '@app/application';
import { scopeKey, type TenantScope } from '@app/domain';
import type { FakeRun, FakeRuns } from './fake-executions';

const PAUSE_MS = 45_000;

export class FakeRunningExecutions extends RunningExecutions {
  private readonly checkAfter = new Map<string, number>();

  constructor(private readonly runs: FakeRuns) {
    super();
  }

  /** Makes every running run due. */
  letTimePass(): void {
    for (const { execution } of this.runs.rows) this.checkAfter.set(execution.id, 0);
  }

  async scopes(): Promise<TenantScope[]> {
    const due = this.runs.rows.filter((row) => this.isDue(row)).map(({ scope }) => [scopeKey(scope), scope] as const);
    return [...new Map(due).values()];
  }

  async claim(scope: TenantScope, limit: number): Promise<string[]> {
    const claimed = this.runs.of(scope).filter((row) => this.isDue(row));
    const ids = claimed.slice(0, limit).map(({ execution }) => execution.id);
    for (const id of ids) this.checkAfter.set(id, Date.now() + PAUSE_MS);
    return ids;
  }

  private isDue({ execution: { id, status, startedAt } }: FakeRun): boolean {
    const due = this.checkAfter.get(id) ?? (startedAt?.getTime() ?? 0) + PAUSE_MS;
    return status === 'running' && due <= Date.now();
  }
}
