import {
  ExecutionRepository,
  type CancelOutcome,
  type CancelWhich,
  type DefinitionRepository,
  type DeepPage,
  type DeepPageOf,
  type ExecutionFilter,
  type NewExecution,
  type PendingNews,
} from '@app/application';
import {
  customerOfTrigger,
  inOrder,
  mayBecome,
  scopeKey,
  type Execution,
  type JsonObject,
  type StepExecution,
  type TenantScope,
  type TriggerType,
} from '@app/domain';
import { deepPageOf, isWithin } from './deep-page-of';
import { requireScope } from './fake-transactions';

export interface FakeRun {
  readonly scope: TenantScope;
  readonly start: NewExecution;
  execution: Execution;
  steps: Map<string, Omit<StepExecution, 'type'>>;
  startAfter: number;
  startAttempts: number;
  /** Whether someone is starting it, until `startAfter`. */
  isLeased?: boolean;
  /** Whether it is in a wait. */
  isParked: boolean;
  /** Milliseconds since 1970. */
  cancelAfter?: number;
}

/** What the three fakes of runs share. */
export class FakeRuns {
  readonly rows: FakeRun[] = [];
  readonly listeners = new Set<(news: PendingNews) => void>();

  constructor(readonly definitions: DefinitionRepository) {}

  of(scope: TenantScope): FakeRun[] {
    requireScope(scope);
    return this.rows.filter((row) => scopeKey(row.scope) === scopeKey(scope));
  }

  find(scope: TenantScope, id: string): FakeRun | undefined {
    return this.of(scope).find(({ execution }) => execution.id === id);
  }

  move(row: FakeRun, status: Execution['status'], fields: Partial<Execution> = {}): boolean {
    if (!mayBecome(row.execution.status, status)) return false;
    row.execution = { ...row.execution, startedAt: row.execution.startedAt ?? new Date(), ...fields, status };
    return true;
  }

  tell(news: PendingNews): void {
    for (const listener of this.listeners) listener(news);
  }
}

export class FakeExecutionRepository extends ExecutionRepository {
  constructor(private readonly runs: FakeRuns) {
    super();
  }

  async insertPending(scope: TenantScope, executions: readonly NewExecution[]): Promise<number> {
    const live = await this.live(scope, executions);
    let count = 0;
    for (const start of live) {
      if (this.byKey(scope, start.definitionId, start.triggerKey)) continue;
      const { rootExecutionId = start.id } = start;
      const execution: Execution = { ...start, rootExecutionId, status: 'pending', createdAt: new Date(), steps: [] };
      this.runs.rows.push({
        scope,
        start,
        execution,
        steps: new Map(start.reused?.map(({ stepId, output }) => [stepId, reusedStep(stepId, output)])),
        startAfter: 0,
        startAttempts: 0,
        isParked: false,
      });
      count++;
    }
    if (count > 0) this.runs.tell('runs');
    return count;
  }

  async findByTriggerKey(scope: TenantScope, definitionId: string, triggerKey: string): Promise<Execution | undefined> {
    const row = this.byKey(scope, definitionId, triggerKey);
    return row && this.findById(scope, row.execution.id);
  }

  async findById(scope: TenantScope, id: string): Promise<Execution | undefined> {
    const row = this.runs.find(scope, id);
    if (!row) return undefined;
    const { definitionId, definitionVersion } = row.execution;
    const definition = await this.runs.definitions.findVersion(scope, definitionId, definitionVersion);
    const steps = inOrder(definition?.steps ?? []).map((step): StepExecution => {
      const recorded = row.steps.get(step.id) ?? { stepId: step.id, status: 'pending', attempts: 0 };
      return { ...recorded, type: step.type };
    });
    return { ...row.execution, steps };
  }

  async list(scope: TenantScope, filter: ExecutionFilter, page: DeepPage): Promise<DeepPageOf<Execution>> {
    const { createdFrom, createdTo, ...members } = filter;
    const window = { ...(createdFrom && { createdFrom }), ...(createdTo && { createdTo }) };
    const found = this.runs.of(scope).map(({ execution }) => execution);
    return deepPageOf(
      found.filter((execution) => matches(execution, members) && isWithin(execution, window)),
      page,
    );
  }

  async countUnended(scope: TenantScope, definitionId: string, triggerType?: TriggerType): Promise<number> {
    const unended = this.unended(scope, definitionId, ['pending', 'running']);
    return unended.filter(({ execution }) => !triggerType || execution.triggerType === triggerType).length;
  }

  async cancel(scope: TenantScope, which: CancelWhich): Promise<CancelOutcome> {
    const rows = this.runs.of(scope).filter(({ execution: { id, definitionId } }) => {
      return 'id' in which ? id === which.id : definitionId === which.definitionId;
    });
    const pending = rows.filter(({ execution }) => execution.status === 'pending');
    const running = rows.filter(({ execution }) => execution.status === 'running');
    for (const row of pending) await this.cancelPending(scope, row);
    for (const row of running) row.cancelAfter ??= Date.now();
    if (running.length > 0) this.runs.tell('runs');
    return { cancelled: pending.length, requested: running.length };
  }

  private async cancelPending(scope: TenantScope, row: FakeRun): Promise<void> {
    const { steps = [] } = (await this.findById(scope, row.execution.id)) ?? {};
    const completedAt = new Date();
    for (const { stepId, status } of steps)
      if (status === 'pending') row.steps.set(stepId, { stepId, status: 'skipped', attempts: 0, completedAt });
    row.execution = { ...row.execution, status: 'cancelled', completedAt };
  }

  private byKey(scope: TenantScope, definitionId: string, triggerKey: string): FakeRun | undefined {
    return this.runs
      .of(scope)
      .find(({ start }) => start.definitionId === definitionId && start.triggerKey === triggerKey);
  }

  private async live(scope: TenantScope, executions: readonly NewExecution[]): Promise<NewExecution[]> {
    const found = executions.map(({ definitionId }) => this.runs.definitions.findById(scope, definitionId));
    const definitions = await Promise.all(found);
    return executions.filter((_, index) => definitions[index]?.enabled);
  }

  private unended(scope: TenantScope, definitionId: string, statuses: Execution['status'][]): FakeRun[] {
    return this.runs
      .of(scope)
      .filter(({ execution }) => execution.definitionId === definitionId && statuses.includes(execution.status));
  }
}

function matches(execution: Execution, filter: Omit<ExecutionFilter, 'createdFrom' | 'createdTo'>): boolean {
  const flat = { ...execution, customerId: customerOfTrigger(execution.triggerEvent.payload) };
  return Object.entries(filter).every(([name, value]) => flat[name as keyof typeof flat] === value);
}

function reusedStep(stepId: string, output: JsonObject): Omit<StepExecution, 'type'> {
  return { stepId, status: 'completed', attempts: 0, output, reused: true };
}
