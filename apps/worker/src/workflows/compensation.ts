import type { CompletedStep, FinishExecutionInput, RunDefinitionInput } from '@app/contracts';
import { isCompensable } from '@app/domain';
import { compensateStep, giveUpSteps } from './activities';
import { describeFailure, type Failure } from './describe-failure';
import type { Interpreter } from './interpreter';

type StepFailure = Failure & { readonly stepId: string };

/**
 * Undoes a failed run: its completed steps, the last one first. A step that cannot be undone does not keep the others
 * from being; the run says so, and each step shows what became of it.
 */
export async function compensate(
  { scope, executionId }: RunDefinitionInput,
  interpreter: Interpreter,
  end: FinishExecutionInput,
): Promise<FinishExecutionInput> {
  // Whatever was given up must not come to its end behind our back; what just did is undone like the rest.
  const late = await giveUpSteps({ scope, executionId, failedSteps: end.failedSteps ?? [] });
  const failures: StepFailure[] = [];
  for (const completed of [...interpreter.completed(), ...late].reverse()) {
    const failure = await undo(interpreter, completed);
    if (failure) failures.push({ stepId: completed.stepId, ...failure });
  }
  return failures.length === 0 ? end : { ...end, error: { ...end.error, ...describeAll(failures, end) } };
}

async function undo(interpreter: Interpreter, { stepId, output }: CompletedStep): Promise<Failure | undefined> {
  try {
    const { step, input } = interpreter.stepInput(stepId);
    if (isCompensable(step.type)) await compensateStep({ ...step, type: step.type }, { ...input, output });
    return undefined;
  } catch (error) {
    return describeFailure(error);
  }
}

function describeAll(failures: readonly StepFailure[], { error }: FinishExecutionInput): Failure {
  const steps = failures.map(({ stepId, message }) => `"${stepId}" (${message})`).join(', ');
  const reason = error ? ` The run had failed with ${error.code}: ${error.message}` : '';
  return { code: 'compensation_failed', message: `Not everything could be undone: ${steps}.${reason}` };
}
