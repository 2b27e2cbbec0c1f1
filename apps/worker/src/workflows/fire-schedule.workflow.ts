import { FIRE, fireWorkflowId, type FireInput, type FireOutcome, type FireScheduleInput } from '@app/contracts';
import { continueAsNew, proxyLocalActivities, sleep, workflowInfo } from '@temporalio/workflow';

const FIRST_LOOK_MS = 1000;
const LAST_LOOK_MS = 5 * 60_000;

/**
 * One time of a schedule: has its run ordered, or is left out. A time that waits for the end of an earlier run looks
 * for its turn with growing pauses.
 */
export async function fireSchedule(input: FireScheduleInput): Promise<FireOutcome> {
  const { scope, definitionId, since = Date.now() } = input;
  const due = { scope, definitionId, scheduledTime: scheduledTimeOf(input) };
  for (;;) {
    const outcome = await fire(due);
    if (outcome !== 'busy') return outcome;
    await sleep(Math.min(Math.max((Date.now() - since) / 4, FIRST_LOOK_MS), LAST_LOOK_MS));
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof fireSchedule>({ scope, definitionId, since });
  }
}

/** Temporal puts the time that the schedule names, not the one that jitter made of it, behind the workflow's id. */
function scheduledTimeOf({ scope, definitionId }: FireScheduleInput): string {
  return workflowInfo().workflowId.slice(`${fireWorkflowId(scope, definitionId)}-`.length);
}

/** Tries until it succeeds: a time is not lost because the database is down. */
function fire(input: FireInput): Promise<FireOutcome> {
  const activities = proxyLocalActivities<Record<typeof FIRE, (input: FireInput) => Promise<FireOutcome>>>({
    startToCloseTimeout: '30s',
    retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '10s' },
    localRetryThreshold: '500ms',
  });
  return activities[FIRE](input);
}
