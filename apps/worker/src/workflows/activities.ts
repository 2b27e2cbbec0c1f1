import {
  BEGIN_STEP,
  FINISH_EXECUTION,
  type BeginStepInput,
  type FinishExecutionInput,
  type PlannedStep,
  type StepActivityInput,
  type StepActivityResult,
} from '@app/contracts';
import type { RetryPolicy as StepRetryPolicy, Settlement } from '@app/domain';
import { proxyActivities, proxyLocalActivities, type RetryPolicy } from '@temporalio/workflow';

type StepActivities = Record<string, (input: StepActivityInput) => Promise<StepActivityResult>>;

/** Longer waits between attempts become timers: a workflow task must not hold its place for them. */
const LOCAL_RETRY_THRESHOLD = '500ms';

/** Runs a step where its plan says. A given-up step's answer is not waited for. */
export function runStep(step: PlannedStep, input: StepActivityInput): Promise<StepActivityResult> {
  const options = {
    startToCloseTimeout: step.timeoutSeconds * 1000,
    retry: toRetryPolicy(step.retryPolicy),
    cancellationType: 'TRY_CANCEL',
  } as const;
  const activities =
    step.placement === 'local'
      ? proxyLocalActivities<StepActivities>({ ...options, localRetryThreshold: LOCAL_RETRY_THRESHOLD })
      : proxyActivities<StepActivities>(options);
  return activities[step.type]!(input);
}

/** Shows a step as running whose work the workflow does itself. */
export function beginStep(input: BeginStepInput): Promise<void> {
  return recording<BeginStepInput, void>()[BEGIN_STEP]!(input);
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
    retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '10s', maximumAttempts: 1_000_000 },
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
