import {
  ExecutionRepository,
  PendingExecutions,
  PendingExecutionsSignal,
  RunRecorder,
  type ClaimedExecution,
  type DefinitionRepository,
  type ExecutionFilter,
  type NewExecution,
  type Page,
  type PageOf,
  type StepRef,
} from '@app/application';
import type { FinishExecutionInput } from '@app/contracts';
import {
  DomainError,
  inOrder,
  mayBecome,
  scopeKey,
  type Execution,
  type JsonObject,
  type StepError,
  type StepExecution,
  type TenantScope,
} from '@app/domain';
import { requireScope } from './fake-transactions';

interface Row {
  readonly scope: TenantScope;
  readonly start: NewExecution;
  execution: Execution;
  steps: Map<string, Omit<StepExecution, 'type'>>;
  startAfter: number;
  startAttempts: number;
}

/** What the three fakes of runs share. */
export class FakeRuns {
  readonly rows: Row[] = [];
  readonly listeners = new Set<() => void>();

  constructor(readonly definitions: DefinitionRepository) {}

  of(scope: TenantScope): Row[] {
    requireScope(scope);
    return this.rows.filter((row) => scopeKey(row.scope) === scopeKey(scope));
  }

  find(scope: TenantScope, id: string): Row | undefined {
    return this.of(scope).find(({ execution }) => execution.id === id);
  }

  move(row: Row, status: Execution['status'], fields: Partial<Execution> = {}): boolean {
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
    const isNew = (start: NewExecution): boolean =>
      !this.runs
        .of(scope)
        .some((row) => row.start.definitionId === start.definitionId && row.start.triggerKey === start.triggerKey);
    let count = 0;
    for (const start of executions) {
      if (!isNew(start)) continue;
      const execution: Execution = { ...start, status: 'pending', createdAt: new Date(), steps: [] };
      this.runs.rows.push({ scope, start, execution, steps: new Map(), startAfter: 0, startAttempts: 0 });
      count++;
    }
    if (count > 0) for (const listener of this.runs.listeners) listener();
    return count;
  }

  async findByTriggerKey(scope: TenantScope, definitionId: string, triggerKey: string): Promise<Execution | undefined> {
    const row = this.runs
      .of(scope)
      .find(({ start }) => start.definitionId === definitionId && start.triggerKey === triggerKey);
    return row && this.findById(scope, row.execution.id);
  }

  async findById(scope: TenantScope, id: string): Promise<Execution | undefined> {
    const row = this.runs.find(scope, id);
    if (!row) return undefined;
    const definition = await this.runs.definitions.findById(scope, row.execution.definitionId);
    const steps = inOrder(definition?.steps ?? []).map((step): StepExecution => {
      const recorded = row.steps.get(step.id) ?? { stepId: step.id, status: 'pending', attempts: 0 };
      return { ...recorded, type: step.type };
    });
    return { ...row.execution, steps };
  }

  async list(scope: TenantScope, filter: ExecutionFilter, { limit, offset }: Page): Promise<PageOf<Execution>> {
    const wanted = Object.entries(filter).filter(([, value]) => value !== undefined);
    const found = this.runs
      .of(scope)
      .map(({ execution }) => execution)
      .filter((execution) => wanted.every(([name, value]) => execution[name as keyof Execution] === value));
    return { items: found.reverse().slice(offset, offset + limit), total: found.length };
  }
}

export class FakePendingExecutions extends PendingExecutions {
  constructor(private readonly runs: FakeRuns) {
    super();
  }

  async scopes(): Promise<TenantScope[]> {
    const due = this.runs.rows.filter((row) => this.isDue(row)).map(({ scope }) => [scopeKey(scope), scope] as const);
    return [...new Map(due).values()];
  }

  async claim(scope: TenantScope, limit: number, leaseSeconds: number): Promise<ClaimedExecution[]> {
    const due = this.runs.of(scope).filter((row) => this.isDue(row));
    const claimed = due.slice(0, limit);
    return Promise.all(
      claimed.map(async (row) => {
        const startAttempts = row.startAttempts++;
        row.startAfter = Date.now() + leaseSeconds * 1000;
        const content = await this.runs.definitions.findById(scope, row.start.definitionId);
        if (!content) throw new Error('A run without its definition');
        return { ...row.start, rootExecutionId: row.start.id, content, startAttempts };
      }),
    );
  }

  async markStarted(scope: TenantScope, executionIds: readonly string[]): Promise<void> {
    for (const row of this.runs.of(scope)) if (executionIds.includes(row.execution.id)) this.runs.move(row, 'running');
  }

  async postpone(scope: TenantScope, executionId: string, delaySeconds: number): Promise<void> {
    const row = this.runs.find(scope, executionId);
    if (row) row.startAfter = Date.now() + delaySeconds * 1000;
  }

  private isDue(row: Row): boolean {
    return row.execution.status === 'pending' && row.startAfter <= Date.now();
  }
}

export class FakePendingExecutionsSignal extends PendingExecutionsSignal {
  constructor(private readonly runs: FakeRuns) {
    super();
  }

  async subscribe(listener: () => void): Promise<() => Promise<void>> {
    this.runs.listeners.add(listener);
    return async () => void this.runs.listeners.delete(listener);
  }
}

export class FakeRunRecorder extends RunRecorder {
  constructor(private readonly runs: FakeRuns) {
    super();
  }

  async beginAttempt(
    scope: TenantScope,
    { executionId, stepId }: StepRef,
    attempt: number,
  ): Promise<JsonObject | undefined> {
    const row = this.row(scope, executionId);
    const before = row.steps.get(stepId);
    if (before?.status === 'completed') return before.output ?? {};
    const isOver = row.execution.status !== 'pending' && row.execution.status !== 'running';
    if (isOver || (before && before.status !== 'running')) throw new DomainError('execution_ended', 'Over.');
    this.runs.move(row, 'running');
    const attempts = Math.max(before?.attempts ?? 0, attempt);
    row.steps.set(stepId, { startedAt: new Date(), ...before, stepId, status: 'running', attempts });
    return undefined;
  }

  async completeStep(scope: TenantScope, { executionId, stepId }: StepRef, output: JsonObject): Promise<void> {
    const row = this.row(scope, executionId);
    const step = row.steps.get(stepId);
    if (step?.status === 'completed') return;
    if (step?.status !== 'running') throw new DomainError('execution_ended', 'Over.');
    const { attempts, startedAt } = step;
    row.steps.set(stepId, { stepId, attempts, startedAt, status: 'completed', output, completedAt: new Date() });
  }

  async failAttempt(
    scope: TenantScope,
    { executionId, stepId }: StepRef,
    error: StepError,
    final: boolean,
  ): Promise<void> {
    const row = this.runs.find(scope, executionId);
    const step = row?.steps.get(stepId);
    if (!row || step?.status !== 'running') return;
    const attempts = Math.max(step.attempts, error.attempts);
    const end = final ? ({ status: 'failed', completedAt: new Date() } as const) : {};
    row.steps.set(stepId, { ...step, error, attempts, ...end });
  }

  async finish(scope: TenantScope, end: FinishExecutionInput): Promise<void> {
    const row = this.row(scope, end.executionId);
    const completedAt = new Date();
    if (!this.runs.move(row, end.status, { completedAt, ...(end.error && { error: end.error }) })) return;
    for (const stepId of end.skippedStepIds)
      if (!row.steps.has(stepId)) row.steps.set(stepId, { stepId, status: 'skipped', attempts: 0, completedAt });
    this.giveUp(row, end.failedStep);
  }

  private giveUp(row: Row, failedStep: FinishExecutionInput['failedStep']): void {
    if (failedStep && !row.steps.has(failedStep.stepId))
      row.steps.set(failedStep.stepId, { stepId: failedStep.stepId, status: 'running', attempts: 0 });
    for (const step of row.steps.values()) {
      if (step.status !== 'running') continue;
      const { code, message } =
        failedStep?.stepId === step.stepId ? failedStep : ({ code: 'execution_ended', message: 'Over.' } as const);
      const error = { code, message, retryable: false, attempts: step.attempts };
      row.steps.set(step.stepId, { ...step, status: 'failed', error, completedAt: new Date() });
    }
  }

  private row(scope: TenantScope, executionId: string): Row {
    const row = this.runs.find(scope, executionId);
    if (!row) throw new DomainError('scope_mismatch', 'No such run.');
    return row;
  }
}
