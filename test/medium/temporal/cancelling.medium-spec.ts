import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { BEGIN_STEP, type PlannedStep } from '@app/contracts';
import { DEFAULT_RETRY_POLICY } from '@app/domain';
import { aRun, aStep } from '../../support/builders/run-input';
import { failure, ScriptedActivities } from '../../support/temporal/scripted-activities';
import { runOf, TimeSkipping } from '../../support/temporal/time-skipping';
import { waitUntil } from '../../support/wait-until';

const PLACEMENTS: PlannedStep['placement'][] = ['local', 'remote'];
const wait = aStep('pause', 1, { type: 'wait', config: { duration_seconds: 86_400 } });

describe('a run that is cancelled', () => {
  let temporal: TimeSkipping;
  beforeAll(async () => {
    temporal = await TimeSkipping.start();
  });
  afterAll(() => temporal.stop());

  it('starts nothing when that came before its first task', async () => {
    const activities = new ScriptedActivities();
    const { type, ...start } = runOf(aRun([aStep('a', 1), aStep('b', 2)]));
    const taskQueue = randomUUID();
    const handle = await temporal.environment.client.workflow.start(type, { ...start, taskQueue });
    await handle.cancel();
    await temporal.working(activities.all(), () => handle.result().catch(() => undefined), taskQueue);
    expect(activities.order).toEqual([]);
    expect(activities.end).toMatchObject({ status: 'cancelled', skippedStepIds: ['a', 'b'] });
  });

  it('does not wait when that came in the moment the wait began', async () => {
    const activities = new ScriptedActivities();
    let handle: WorkflowHandle | undefined;
    const begin = async (): Promise<void> => {
      await waitUntil('the handle', () => Promise.resolve(handle !== undefined));
      await handle?.cancel();
      await sleep(500);
    };
    const during = async (started: WorkflowHandle): Promise<void> => void (handle = started);
    await temporal.carryOut(runOf(aRun([wait, aStep('b', 2)])), { ...activities.all(), [BEGIN_STEP]: begin }, during);
    expect(activities.end).toMatchObject({ status: 'cancelled', skippedStepIds: ['pause', 'b'] });
    expect(activities.order).toEqual([]);
  });

  it.each(PLACEMENTS)('does not try a step again that only waits for that, as %s activity', async (placement) => {
    const fails = async (): Promise<never> => {
      throw failure('unavailable', 'Down.');
    };
    const retryPolicy = {
      ...DEFAULT_RETRY_POLICY,
      maxAttempts: 20,
      initialIntervalSeconds: 600,
      maxIntervalSeconds: 600,
    };
    const activities = new ScriptedActivities({ a: fails });
    activities.waiting = ['a'];
    const steps = [aStep('a', 1, { placement, retryPolicy }), aStep('b', 2)];
    const cancel = async (handle: WorkflowHandle): Promise<void> => {
      await waitUntil('the first attempt', () => Promise.resolve(activities.order.length === 1));
      await sleep(500);
      await handle.cancel();
    };
    await temporal.run(aRun(steps), activities, cancel);
    expect(activities.order).toEqual(['a']);
    expect(activities.end).toMatchObject({ status: 'cancelled', skippedStepIds: ['a', 'b'] });
    expect(activities.end?.failedSteps).toBeUndefined();
  });

  it('goes on no further once a step has heard of it from the row', async () => {
    const over = async (): Promise<never> => {
      throw failure('execution_ended', 'It is cancelled.');
    };
    const activities = new ScriptedActivities({ a: over });
    await temporal.run(aRun([aStep('a', 1), aStep('b', 2)]), activities);
    expect(activities.order).toEqual(['a']);
    expect(activities.end).toMatchObject({ status: 'cancelled', skippedStepIds: ['a', 'b'] });
  });
});
