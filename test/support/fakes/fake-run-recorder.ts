import { RunRecorder, type StepRef } from '@app/application';
import type { CompletedRun, FinishExecutionInput } from '@app/contracts';
import {
  DomainError,
  hasEnded,
  type Execution,
  type JsonObject,
  type Settlement,
  type StepError,
  type TenantScope,
} from '@app/domain';
import type { FakeRun, FakeRuns } from './fake-executions';

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
