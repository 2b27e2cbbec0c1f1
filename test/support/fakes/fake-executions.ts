import {
  ExecutionRepository,
  RunRecorder,
  type DefinitionRepository,
  type DeepPage,
  type DeepPageOf,
  type ExecutionFilter,
  type NewExecution,
  type StepRef,
} from '@app/application';
import type { CompletedRun, FinishExecutionInput } from '@app/contracts';
import {
  customerOfTrigger,
  DomainError,
  hasEnded,
  inOrder,
  mayBecome,
  scopeKey,
  type Execution,
  type JsonObject,
  type Settlement,
  type StepError,
  type StepExecution,
  type TenantScope,
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
  /** Whether it is in a wait. */
  isParked: boolean;
}

/** What the three fakes of runs share. */
export class FakeRuns {
  readonly rows: FakeRun[] = [];
  readonly listeners = new Set<() => void>();

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
      const execution: Execution = { ...start, status: 'pending', createdAt: new Date(), steps: [] };
      this.runs.rows.push({
        scope,
        start,
        execution,
        steps: new Map(),
        startAfter: 0,
        startAttempts: 0,
        isParked: false,
      });
      count++;
    }
    if (count > 0) for (const listener of this.runs.listeners) listener();
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

  async countUnended(scope: TenantScope, definitionId: string): Promise<number> {
    return this.unended(scope, definitionId, ['pending', 'running']).length;
  }

  async cancelPending(scope: TenantScope, definitionId: string): Promise<number> {
    const pending = this.unended(scope, definitionId, ['pending']);
    for (const row of pending) {
      const { steps = [] } = (await this.findById(scope, row.execution.id)) ?? {};
      const completedAt = new Date();
      for (const { stepId } of steps) row.steps.set(stepId, { stepId, status: 'skipped', attempts: 0, completedAt });
      row.execution = { ...row.execution, status: 'cancelled', completedAt };
    }
    return pending.length;
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

export class FakeRunRecorder extends RunRecorder {
  constructor(private readonly runs: FakeRuns) {
    super();
  }

  async beginAttempt(
    scope: TenantScope,
    { executionId, stepId, type }: StepRef,
    attempt: number,
  ): Promise<JsonObject | undefined> {
    const row = this.row(scope, executionId);
    const before = row.steps.get(stepId);
    if (before?.status === 'completed') return before.output ?? {};
    const isOver = row.execution.status !== 'pending' && row.execution.status !== 'running';
    if (isOver || (before && before.status !== 'running')) throw new DomainError('execution_ended', 'Over.');
    this.runs.move(row, 'running');
    if (type === 'wait') row.isParked = true;
    const attempts = Math.max(before?.attempts ?? 0, attempt);
    row.steps.set(stepId, { startedAt: new Date(), ...before, stepId, status: 'running', attempts });
    return undefined;
  }

  async completeStep(
    scope: TenantScope,
    { executionId, stepId, type }: StepRef,
    output: JsonObject,
    run?: CompletedRun,
  ): Promise<void> {
    const row = this.row(scope, executionId);
    const step = row.steps.get(stepId);
    if (type === 'wait') row.isParked = false;
    if (step?.status === 'completed') return;
    if (step?.status !== 'running') throw new DomainError('execution_ended', 'Over.');
    const { attempts, startedAt } = step;
    row.steps.set(stepId, { stepId, attempts, startedAt, status: 'completed', output, completedAt: new Date() });
    if (run) await this.finish(scope, { scope, executionId, status: 'completed', ...run });
  }

  async failAttempt(
    scope: TenantScope,
    { executionId, stepId }: StepRef,
    error: StepError,
    final: boolean,
  ): Promise<void> {
    const row = this.runs.find(scope, executionId);
    if (!row || !['pending', 'running'].includes(row.execution.status)) return;
    const step = row.steps.get(stepId) ?? { stepId, status: 'running', attempts: 0, startedAt: new Date() };
    if (step.status !== 'running') return;
    this.runs.move(row, 'running');
    const attempts = Math.max(step.attempts, error.attempts);
    const end = final ? ({ status: 'failed', completedAt: new Date() } as const) : {};
    row.steps.set(stepId, { ...step, error, attempts, ...end });
  }

  async finish(scope: TenantScope, end: FinishExecutionInput): Promise<Settlement> {
    const row = this.row(scope, end.executionId);
    const completedAt = new Date();
    if (!this.runs.move(row, end.status, { completedAt, ...(end.error && { error: end.error }) }))
      return settled(row.execution);
    for (const stepId of end.skippedStepIds)
      if ((row.steps.get(stepId)?.status ?? 'running') === 'running')
        row.steps.set(stepId, {
          ...(row.steps.get(stepId) ?? { stepId, attempts: 0 }),
          status: 'skipped',
          completedAt,
        });
    this.giveUp(row, end.failedSteps ?? []);
    for (const listener of this.runs.listeners) listener();
    return settled(row.execution);
  }

  private giveUp(row: FakeRun, failedSteps: NonNullable<FinishExecutionInput['failedSteps']>): void {
    for (const { stepId } of failedSteps)
      if (!row.steps.has(stepId)) row.steps.set(stepId, { stepId, status: 'running', attempts: 0 });
    for (const step of row.steps.values()) {
      if (step.status !== 'running') continue;
      const ended = { code: 'execution_ended', message: 'Over.' } as const;
      const { code, message } = failedSteps.find(({ stepId }) => stepId === step.stepId) ?? ended;
      const error = { code, message, retryable: false, attempts: step.attempts };
      row.steps.set(step.stepId, { ...step, status: 'failed', error, completedAt: new Date() });
    }
  }

  private row(scope: TenantScope, executionId: string): FakeRun {
    const row = this.runs.find(scope, executionId);
    if (!row) throw new DomainError('scope_mismatch', 'No such run.');
    return row;
  }
}

function settled({ status, error }: Execution): Settlement {
  if (!hasEnded(status)) throw new Error(`It can neither go on nor end: it is ${status}.`);
  return { status, ...(error && { error }) };
}
