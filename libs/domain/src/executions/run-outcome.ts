import type { Step } from '../definitions/definition';
import type { EndedStatus, ExecutionError } from './execution';
import { endedWell, type StepStates } from './next-steps';

/** What has become of a run in which nothing runs any more and nothing may start. */
export interface RunState {
  readonly states: StepStates;
  /** In the order in which they came. */
  readonly failures: readonly ExecutionError[];
  readonly isCancelled: boolean;
  /** Given once the deadline has come. */
  readonly expiry?: ExecutionError;
}

export interface RunOutcome {
  readonly status: EndedStatus;
  readonly error?: ExecutionError;
  readonly skippedStepIds: readonly string[];
}

const STUCK: ExecutionError = {
  code: 'internal_error',
  message: 'The run stopped although not all of its steps had ended.',
};

/**
 * How a run ends (PRD EC-4, EC-5). Its error is that of the step that failed first. A run whose steps have all ended
 * well is completed, also when it was cancelled, or its deadline came, in that very moment.
 */
export function runOutcome(steps: readonly Step[], run: RunState): RunOutcome {
  const skippedStepIds = skippedSteps(steps, run.states);
  const error = errorOf(steps, run);
  if (error) return { status: 'failed', error, skippedStepIds };
  return { status: isComplete(steps, run.states) ? 'completed' : 'cancelled', skippedStepIds };
}

/** Whether nothing is left to do once this step has ended well. */
export function isLastStep(steps: readonly Step[], states: StepStates, id: string): boolean {
  return steps.every((other) => other.id === id || endedWell(states, other.id));
}

/** Those that were passed over, and those that never came to start. */
export function skippedSteps(steps: readonly Step[], states: StepStates): string[] {
  return steps.map(({ id }) => id).filter((id) => ['skipped', undefined].includes(states.get(id)));
}

function errorOf(steps: readonly Step[], { states, failures, expiry, isCancelled }: RunState): RunOutcome['error'] {
  const [first] = failures;
  if (first || isComplete(steps, states)) return first;
  return expiry ?? (isCancelled ? undefined : STUCK);
}

function isComplete(steps: readonly Step[], states: StepStates): boolean {
  return steps.every(({ id }) => endedWell(states, id));
}
