import type { FailedStep, FinishExecutionInput, RunDefinitionInput } from '@app/contracts';
import { COMPENSATION_RETRY_POLICY, isRetryable } from '@app/domain';
import { compensateStep, giveUpSteps } from './activities';
import { describeFailure, type Failure } from './describe-failure';
import type { DoneStep, RunMemory } from './run-memory';

/**
 * Undoes a failed run: its steps, the last one first. A step that cannot be undone does not keep the others from being;
 * the run says so, and each step shows what became of it.
 */
export async function compensate(
  { scope, executionId }: RunDefinitionInput,
  memory: RunMemory,
  end: FinishExecutionInput,
): Promise<FinishExecutionInput> {
  // Whatever was given up must not come to its end behind our back; what just did is undone like the rest.
  const late = await giveUpSteps({ scope, executionId, failedSteps: end.failedSteps ?? [] });
  const isLate = new Set(late.map(({ stepId }) => stepId));
  const done = [...memory.done().filter(({ stepId }) => !isLate.has(stepId)), ...late];
  const failures: FailedStep[] = [];
  for (const step of done.reverse()) {
    const failure = await undo(memory, step);
    if (failure) failures.push({ stepId: step.stepId, ...failure });
  }
  if (failures.length === 0) return end;
  return { ...end, error: { ...end.error, ...describeAll(failures, end) }, failedCompensations: failures };
}

async function undo(memory: RunMemory, done: DoneStep): Promise<Omit<FailedStep, 'stepId'> | undefined> {
  const way = memory.compensation(done);
  if (!way) return undefined;
  try {
    await compensateStep(way.step, way.input);
    return undefined;
  } catch (error) {
    const failure = describeFailure(error);
    return { ...failure, ...(isRetryable(failure.code) && { attempts: COMPENSATION_RETRY_POLICY.maxAttempts }) };
  }
}

function describeAll(failures: readonly FailedStep[], { error }: FinishExecutionInput): Failure {
  const steps = failures.map(({ stepId, message }) => `"${stepId}" (${message})`).join(', ');
  const reason = error ? ` The run had failed with ${error.code}: ${error.message}` : '';
  return { code: 'compensation_failed', message: `Not everything could be undone: ${steps}.${reason}` };
}
