import {
  BEGIN_STEP,
  compensationOf,
  FINISH_EXECUTION,
  GIVE_UP_STEPS,
  PARK_RUN,
  STOP_RETRIES,
  type BeginStepInput,
  type CompensateActivityInput,
  type CompletedStep,
  type FinishExecutionInput,
  type GiveUpStepsInput,
  type ParkRunInput,
  type PlannedStep,
  type StepActivityInput,
  type StepActivityResult,
  type StopRetriesInput,
} from '@app/contracts';
import {
  COMPENSATION_RETRY_POLICY,
  type CompensableStepType,
  type RetryPolicy as StepRetryPolicy,
  type Settlement,
} from '@app/domain';
import { proxyActivities, proxyLocalActivities, type RetryPolicy } from '@temporalio/workflow';

type Compensations = Record<string, (input: CompensateActivityInput) => Promise<void>>;
type StepActivities = Record<string, (input: StepActivityInput) => Promise<StepActivityResult>>;

/** Longer waits between attempts become timers: a workflow task must not hold its place for them. */
const LOCAL_RETRY_THRESHOLD = '500ms';
const COMPENSATION_TIMEOUT_SECONDS = 60;
/** For what only our own database can keep from happening: that comes back. */
export const RECORDING_POLICY: StepRetryPolicy = {
  ...{ maxAttempts: 1_000_000, initialIntervalSeconds: 0.5, backoffCoefficient: 2, maxIntervalSeconds: 10 },
};

/** Runs a step where its plan says. A given-up step's answer is not waited for. */
export function runStep(step: PlannedStep, input: StepActivityInput): Promise<StepActivityResult> {
  return whereItRuns<StepActivities>(step, step.retryPolicy)[step.type]!(input);
}

/** Undoes a step where it ran, with more patience than the step itself may have. */
export function compensateStep(
  { placement }: PlannedStep,
  input: CompensateActivityInput & { readonly type: CompensableStepType },
): Promise<void> {
  const plan = { placement, timeoutSeconds: COMPENSATION_TIMEOUT_SECONDS };
  return whereItRuns<Compensations>(plan, COMPENSATION_RETRY_POLICY)[compensationOf(input.type)]!(input);
}

function whereItRuns<Activities>(
  step: Pick<PlannedStep, 'placement' | 'timeoutSeconds'>,
  policy: StepRetryPolicy,
): Activities {
  const options = {
    startToCloseTimeout: step.timeoutSeconds * 1000,
    retry: toRetryPolicy(policy),
    cancellationType: 'TRY_CANCEL',
  } as const;
  return step.placement === 'local'
    ? (proxyLocalActivities({ ...options, localRetryThreshold: LOCAL_RETRY_THRESHOLD }) as Activities)
    : (proxyActivities(options) as Activities);
}

/** Tries until it succeeds. @returns those that had completed before they could be given up */
export function giveUpSteps(input: GiveUpStepsInput): Promise<CompletedStep[]> {
  return recording<GiveUpStepsInput, CompletedStep[]>()[GIVE_UP_STEPS]!(input);
}

/** Ends the steps of a cancelled run that only wait for their next attempt. @returns their ids */
export function stopRetries(input: StopRetriesInput): Promise<string[]> {
  return recording<StopRetriesInput, string[]>()[STOP_RETRIES]!(input);
}

/** Shows a step as running whose work the workflow does itself. */
export function beginStep(input: BeginStepInput): Promise<void> {
  return recording<BeginStepInput, void>()[BEGIN_STEP]!(input);
}

/** Lets other runs of the scope take the place of one in which only waits go on. */
export function parkRun(input: ParkRunInput): Promise<void> {
  return recording<ParkRunInput, void>()[PARK_RUN]!(input);
}

/**
 * Tries until it succeeds: a run must not end in Temporal while its row says that it runs.
 * @returns what the row says now; nothing in histories of workers that did not tell
 */
export function finishExecution(input: FinishExecutionInput): Promise<Settlement | undefined> {
  return recording<FinishExecutionInput, Settlement | undefined>()[FINISH_EXECUTION]!(input);
}

function recording<Input, Output>(): Record<string, (input: Input) => Promise<Output>> {
  return proxyLocalActivities({
    startToCloseTimeout: '30s',
    retry: toRetryPolicy(RECORDING_POLICY),
    localRetryThreshold: LOCAL_RETRY_THRESHOLD,
  });
}

function toRetryPolicy(policy: StepRetryPolicy): RetryPolicy {
  return {
    maximumAttempts: policy.maxAttempts,
    initialInterval: policy.initialIntervalSeconds * 1000,
    backoffCoefficient: policy.backoffCoefficient,
    maximumInterval: policy.maxIntervalSeconds * 1000,
  };
}
