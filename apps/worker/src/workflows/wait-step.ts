import type { PlannedStep, StepActivityInput, StepActivityResult } from '@app/contracts';
import { DomainError, type JsonObject } from '@app/domain';
import { beginStep, runStep } from './activities';

/** Waits by a durable timer: shown as running while it waits, and completed once its time has come. */
export async function waitStep(
  step: PlannedStep,
  input: StepActivityInput,
  pause: (milliseconds: number) => Promise<void>,
): Promise<StepActivityResult> {
  const until = endOf(input.config);
  const { scope, executionId, stepId, type } = input;
  if (until > Date.now()) {
    await beginStep({ scope, executionId, stepId, type });
    await pause(until - Date.now());
  }
  return runStep(step, { ...input, config: { until: new Date(until).toISOString() } });
}

/** Milliseconds since 1970, by the workflow's own clock. Throws validation_failed for what rendering made no time. */
function endOf({ duration_seconds, until }: JsonObject): number {
  const end = typeof until === 'string' ? Date.parse(until) : Date.now() + Number(duration_seconds) * 1000;
  const isSane =
    duration_seconds === undefined || (Number(duration_seconds) >= 1 && Number(duration_seconds) <= 2_592_000);
  if (Number.isFinite(end) && isSane) return end;
  throw new DomainError('validation_failed', '"duration_seconds" is 1 to 2592000, "until" a time of RFC 3339.');
}
