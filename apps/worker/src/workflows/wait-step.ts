import type { PlannedStep, StepActivityInput, StepActivityResult } from '@app/contracts';
import { waitEnd } from '@app/domain';
import { beginStep, runStep } from './activities';

/**
 * Waits by a durable timer: shown as running while it waits, and completed once its time has come.
 * Throws validation_failed for a config that its expressions have made wrong.
 */
export async function waitStep(
  step: PlannedStep,
  input: StepActivityInput & { readonly isAlone: boolean },
  pause: (milliseconds: number) => Promise<void>,
): Promise<StepActivityResult> {
  const until = waitEnd(input.config, Date.now());
  const { scope, executionId, stepId, type, isAlone } = input;
  if (until > Date.now()) {
    await beginStep({ scope, executionId, stepId, type, isAlone });
    await pause(until - Date.now());
  }
  return runStep(step, { ...input, config: { until: new Date(until).toISOString() } });
}
