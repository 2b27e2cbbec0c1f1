import {
  FIRE,
  FIRE_BUFFERED,
  fireWorkflowId,
  type FireInput,
  type FireOutcome,
  type FireScheduleInput,
} from '@app/contracts';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { continueAsNew, proxyLocalActivities, sleep, startChild, workflowInfo } from '@temporalio/workflow';

const FIRST_LOOK_MS = 1000;
const LAST_LOOK_MS = 5 * 60_000;

/** One time of a schedule: has its run ordered, or leaves it to one that waits for the earlier run's end. */
export async function fireSchedule(input: FireScheduleInput): Promise<FireOutcome> {
  const due = { ...input, scheduledTime: scheduledTimeOf(input) };
  const outcome = await fire(due);
  return outcome === 'busy' ? buffer(due) : outcome;
}

/** Waits until the earlier run has ended, with growing pauses, and has its own ordered then. */
export async function fireBuffered(input: FireInput & { readonly since?: number }): Promise<FireOutcome> {
  const since = input.since ?? Date.now();
  for (;;) {
    await sleep(Math.min(Math.max((Date.now() - since) / 4, FIRST_LOOK_MS), LAST_LOOK_MS));
    const outcome = await fire(input);
    if (outcome !== 'busy') return outcome;
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof fireBuffered>({ ...input, since });
  }
}

/** There is one place to wait in: its id. */
async function buffer(input: FireInput): Promise<FireOutcome> {
  const workflowId = `${fireWorkflowId(input.scope, input.definitionId)}/buffered`;
  try {
    await startChild(FIRE_BUFFERED, { workflowId, args: [input], parentClosePolicy: 'ABANDON' });
    return 'busy';
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return 'skipped';
    throw error;
  }
}

/** Temporal puts the time that the schedule names, not the one that jitter made of it, behind the workflow's id. */
function scheduledTimeOf({ scope, definitionId }: FireScheduleInput): string {
  return workflowInfo().workflowId.slice(`${fireWorkflowId(scope, definitionId)}-`.length);
}

/** Tries until it succeeds: a time is not lost because the database is down. */
function fire({ scope, definitionId, scheduledTime }: FireInput): Promise<FireOutcome> {
  const activities = proxyLocalActivities<Record<typeof FIRE, (input: FireInput) => Promise<FireOutcome>>>({
    startToCloseTimeout: '30s',
    retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '10s' },
    localRetryThreshold: '500ms',
  });
  return activities[FIRE]({ scope, definitionId, scheduledTime });
}
