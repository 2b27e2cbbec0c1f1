import type { FinishExecutionInput, RunDefinitionInput } from '@app/contracts';
import type { Settlement } from '@app/domain';
import { ApplicationFailure, CancellationScope, CancelledFailure, isCancellation, sleep } from '@temporalio/workflow';
import { finishExecution } from './activities';
import { compensate } from './compensation';
import { describeFailure } from './describe-failure';
import { Interpreter } from './interpreter';

/**
 * Carries out one version of a definition (PRD UC-2). Its end is recorded before the workflow ends, and a run that
 * failed or was cancelled ends so in Temporal too.
 */
export async function runDefinition(input: RunDefinitionInput): Promise<void> {
  const interpreter = new Interpreter(input);
  const root = CancellationScope.current();
  // It was cancelled before its first task came: nothing of it starts.
  if (root.consideredCancelled) interpreter.cancel();
  void root.cancelRequested.catch(() => cancel(interpreter));
  const end = await CancellationScope.nonCancellable(async () => {
    const result = await carryOut(interpreter, input).catch((error: unknown) =>
      interpreter.abandon(describeFailure(error)),
    );
    if (interpreter.hasRecordedItsEnd) return result;
    const mustUndo = result.status === 'failed' && input.onFailure === 'compensate';
    const end = mustUndo ? await compensate(input, interpreter.memory, result) : result;
    return (await finishExecution(end)) ?? end;
  });
  endLike(end);
}

/** A cancelled run keeps the true result of a running step, so only new steps and new attempts are held back by it. */
function cancel(interpreter: Interpreter): Promise<void> {
  interpreter.cancel();
  return CancellationScope.nonCancellable(() => interpreter.stopRetries());
}

/** Runs the steps until all is done, or until the deadline (PRD EC-5): then what still runs is given up. */
async function carryOut(
  interpreter: Interpreter,
  { timeoutSeconds }: RunDefinitionInput,
): Promise<FinishExecutionInput> {
  const steps = new CancellationScope();
  const deadline = new CancellationScope();
  const timer = deadline.run(async () => {
    await sleep(timeoutSeconds * 1000);
    interpreter.expire();
    steps.cancel();
  });
  const isOver = timer.catch((error: unknown) => {
    if (!isCancellation(error)) throw error;
  });
  const result = await steps.run(() => interpreter.run());
  deadline.cancel();
  await isOver;
  return result;
}

function endLike({ status, error }: Settlement): void {
  if (status === 'failed') throw ApplicationFailure.nonRetryable(error?.message ?? 'The run failed.', error?.code);
  if (status === 'cancelled') throw new CancelledFailure('The run was cancelled.');
}
