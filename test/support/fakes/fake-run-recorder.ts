import { AttemptOverruled, RunRecorder, type AfterFailure, type FailedAttempt, type StepRef } from '@app/application';
import type { CompletedRun, CompletedStep, FailedStep, FinishExecutionInput } from '@app/contracts';
import {
  DomainError,
  hasEnded,
  isRetryable,
  type Execution,
  type ExecutionError,
  type JsonObject,
  type Settlement,
  type StepError,
  type StepStatus,
  type TenantScope,
} from '@app/domain';
import type { FakeRun, FakeRuns } from './fake-executions';

export class FakeRunRecorder extends RunRecorder {
  constructor(private readonly runs: FakeRuns) {
    super();
  }

  async beginAttempt(
    scope: TenantScope,
    { executionId, stepId }: StepRef,
    attempt: number,
    isAlone = false,
  ): Promise<JsonObject | undefined> {
    const row = this.row(scope, executionId);
    const before = row.steps.get(stepId);
    const recorded = recordedIn(row, before);
    if (recorded) return recorded;
    this.runs.move(row, 'running');
    if (isAlone) await this.park(scope, executionId, true);
    const attempts = Math.max(before?.attempts ?? 0, attempt);
    const { startedAt = new Date(), error } = before ?? {};
    row.steps.set(stepId, { stepId, status: 'running', attempts, startedAt, ...(error && { error }) });
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
    if (step?.status === 'failed' && step.error)
      throw new DomainError(step.error.code, step.error.message, { final: true });
    if (step?.status !== 'running') throw new DomainError('execution_ended', 'Over.');
    const { attempts, startedAt } = step;
    row.steps.set(stepId, { stepId, attempts, startedAt, status: 'completed', output, completedAt: new Date() });
    if (run) await this.finish(scope, { scope, executionId, status: 'completed', ...run });
  }

  async recorded(scope: TenantScope, { executionId, stepId }: StepRef): Promise<JsonObject> {
    const row = this.row(scope, executionId);
    const output = recordedIn(row, row.steps.get(stepId));
    if (!output) throw new DomainError('execution_ended', 'Over.');
    return output;
  }

  async recordAttempt(
    scope: TenantScope,
    step: StepRef,
    attempt: number,
    output: JsonObject,
    run?: CompletedRun,
  ): Promise<void> {
    const recorded = await this.beginAttempt(scope, step, attempt).catch(() => ({}));
    if (recorded) throw new AttemptOverruled();
    await this.completeStep(scope, step, output, run);
  }

  async failAttempt(
    scope: TenantScope,
    ref: StepRef,
    error: StepError,
    { isFinal, nextAttemptAt }: AfterFailure,
  ): Promise<FailedAttempt> {
    const { executionId, stepId } = ref;
    const row = this.row(scope, executionId);
    const step = row.steps.get(stepId) ?? { stepId, status: 'running', attempts: 0, startedAt: new Date() };
    const isOpen = step.status === 'running' && ['pending', 'running'].includes(row.execution.status);
    if (!isOpen) return { mayGoOn: true, output: await this.recorded(scope, ref) };
    this.runs.move(row, 'running');
    const attempts = Math.max(step.attempts, error.attempts);
    const isOver = isFinal || row.cancelAfter !== undefined;
    const end = isOver ? ({ status: 'failed', completedAt: new Date() } as const) : nextAttemptAt && { nextAttemptAt };
    row.steps.set(stepId, { ...step, error, attempts, ...end });
    return { mayGoOn: !isOver };
  }

  async park(scope: TenantScope, executionId: string, isParked: boolean): Promise<void> {
    this.row(scope, executionId).isParked = isParked;
    this.runs.tell('places');
  }

  async stopRetries(scope: TenantScope, executionId: string): Promise<string[]> {
    const row = this.runs.find(scope, executionId);
    if (row?.execution.status !== 'running') return [];
    const waiting = [...row.steps.values()].filter(
      ({ status, nextAttemptAt }) => status === 'running' && nextAttemptAt && nextAttemptAt > new Date(),
    );
    for (const step of waiting)
      row.steps.set(step.stepId, { ...step, status: 'failed', completedAt: new Date(), nextAttemptAt: undefined });
    return waiting.map(({ stepId }) => stepId);
  }

  async finish(scope: TenantScope, end: FinishExecutionInput): Promise<Settlement> {
    const row = this.row(scope, end.executionId);
    const completedAt = new Date();
    if (!this.runs.move(row, end.status, { completedAt, ...(end.error && { error: blaming(row, end.error) }) }))
      return settled(row.execution);
    for (const stepId of end.skippedStepIds)
      if ((row.steps.get(stepId)?.status ?? 'running') === 'running')
        row.steps.set(stepId, {
          ...(row.steps.get(stepId) ?? { stepId, attempts: 0 }),
          status: 'skipped',
          completedAt,
        });
    this.end(row, end.failedSteps ?? []);
    for (const failed of end.failedCompensations ?? []) {
      const step = row.steps.get(failed.stepId);
      if (step && step.compensation?.status !== 'completed')
        row.steps.set(failed.stepId, withUndoing(step, 'compensation_failed', errorOf(failed, 0)));
    }
    this.runs.tell('places');
    return settled(row.execution);
  }

  async giveUp(scope: TenantScope, executionId: string, steps: readonly FailedStep[]): Promise<CompletedStep[]> {
    const row = this.row(scope, executionId);
    const all = steps.map(
      ({ stepId }) => row.steps.get(stepId) ?? ({ stepId, status: 'running', attempts: 0 } as const),
    );
    for (const step of all.filter(({ status }) => status === 'running')) {
      const failed = steps.find(({ stepId }) => stepId === step.stepId);
      if (failed) row.steps.set(step.stepId, endedBy(step, failed));
    }
    const done = all.filter(({ status }) => status === 'completed') as { stepId: string; output?: JsonObject }[];
    return done.map(({ stepId, output = {} }) => ({ stepId, output }));
  }

  async isCompensated(scope: TenantScope, { executionId, stepId }: StepRef): Promise<boolean> {
    const row = this.row(scope, executionId);
    if (row.execution.status !== 'running') throw new DomainError('execution_ended', 'Over.');
    const step = row.steps.get(stepId);
    return step?.status === 'compensated' || step?.compensation?.status === 'completed';
  }

  async completeCompensation(scope: TenantScope, { executionId, stepId }: StepRef): Promise<void> {
    this.undone(scope, executionId, stepId, 'compensated');
  }

  async failCompensation(scope: TenantScope, step: StepRef, error: StepError, final: boolean): Promise<void> {
    this.undone(scope, step.executionId, step.stepId, final ? 'compensation_failed' : 'completed', error);
  }

  private undone(scope: TenantScope, id: string, stepId: string, status: StepStatus, error?: StepError): void {
    const { steps } = this.row(scope, id);
    const step = steps.get(stepId);
    if (this.row(scope, id).execution.status !== 'running') return;
    if (step) steps.set(stepId, withUndoing(step, status, error));
  }

  private end(row: FakeRun, failedSteps: readonly FailedStep[]): void {
    for (const { stepId } of failedSteps)
      if (!row.steps.has(stepId)) row.steps.set(stepId, { stepId, status: 'running', attempts: 0 });
    const ended = { code: 'execution_ended', message: 'Over.' } as const;
    for (const step of row.steps.values()) {
      if (step.compensation?.status === 'running') {
        const error = errorOf({ stepId: step.stepId, ...ended }, step.attempts);
        row.steps.set(step.stepId, { ...step, compensation: { status: 'failed', error } });
      }
      if (step.status !== 'running') continue;
      const failed = failedSteps.find(({ stepId }) => stepId === step.stepId);
      row.steps.set(step.stepId, endedBy(step, failed ?? { stepId: step.stepId, ...ended }));
    }
  }

  private row(scope: TenantScope, executionId: string): FakeRun {
    const row = this.runs.find(scope, executionId);
    if (!row) throw new DomainError('scope_mismatch', 'No such run.');
    return row;
  }
}

const UNDOING = { compensated: 'completed', compensation_failed: 'failed', completed: 'running' } as const;

/** A completed step shows it in its status; a failed one stays failed, and shows it beside. */
function withUndoing(step: FakeStep, status: StepStatus, error?: StepError): FakeStep {
  if (step.status === 'failed')
    return { ...step, compensation: { status: UNDOING[status as keyof typeof UNDOING], ...(error && { error }) } };
  if (step.status !== 'completed' && step.status !== 'compensation_failed') return step;
  const { error: before, ...rest } = step;
  const told = status === 'compensated' ? undefined : (error ?? before);
  return { ...rest, status, ...(told && { error: told }) };
}

type FakeStep = FakeRun['steps'] extends Map<string, infer Step> ? Step : never;

/** Nothing where an attempt may go on. */
function recordedIn({ execution }: FakeRun, before: FakeStep | undefined): JsonObject | undefined {
  if (before?.status === 'completed') return before.output ?? {};
  if (before?.status === 'failed' && before.error)
    throw new DomainError(before.error.code, before.error.message, { final: true });
  const isOver = execution.status !== 'pending' && execution.status !== 'running';
  if (isOver || (before && before.status !== 'running')) throw new DomainError('execution_ended', 'Over.');
  return undefined;
}

function endedBy(step: FakeStep, failed: FailedStep): FakeStep {
  const error = errorOf(failed, step.attempts);
  return {
    ...step,
    status: 'failed',
    attempts: error.attempts,
    error,
    completedAt: new Date(),
    nextAttemptAt: undefined,
  };
}

const DONE: readonly StepStatus[] = ['completed', 'compensated', 'compensation_failed'];

/** A step that has completed in that moment is not to blame. */
function blaming({ steps }: FakeRun, { stepId, ...error }: ExecutionError): ExecutionError {
  const status = stepId === undefined ? undefined : steps.get(stepId)?.status;
  const isDone = stepId === undefined || (status && DONE.includes(status));
  return isDone ? error : { ...error, stepId };
}

function errorOf({ code, message, attempts = 0 }: FailedStep, atLeast: number): StepError {
  return { code, message, retryable: isRetryable(code), attempts: Math.max(attempts, atLeast) };
}

function settled({ status, error }: Execution): Settlement {
  if (!hasEnded(status)) throw new Error(`It can neither go on nor end: it is ${status}.`);
  return { status, ...(error && { error }) };
}
