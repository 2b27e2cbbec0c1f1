import type { PlannedStep, StepActivityInput, StepActivityResult } from '@app/contracts';
import { waitEnd } from '@app/domain';
import { RECORDING_POLICY, runStep } from './activities';

interface Waiting {
  /** Shows the step as running. */
  readonly begin: () => Promise<void>;
  readonly pause: (milliseconds: number) => Promise<void>;
}

/**
 * Waits by a durable timer: shown as running while it waits, and completed once its time has come.
 * Throws validation_failed for a config that its expressions have made wrong.
 */
export async function waitStep(
  step: PlannedStep,
  input: StepActivityInput,
  { begin, pause }: Waiting,
): Promise<StepActivityResult> {
  const until = waitEnd(input.config, Date.now());
  if (until > Date.now()) {
    await begin();
    await pause(until - Date.now());
  }
  // Its time has come whatever the step's policy is: only recording that can fail, and does so for a while.
  const patient = { retryPolicy: RECORDING_POLICY, maxAttempts: RECORDING_POLICY.maxAttempts };
  const config = { until: new Date(until).toISOString() };
  return runStep({ ...step, ...patient }, { ...input, ...patient, config });
}
