import { Context } from '@temporalio/activity';
import type { JsonObject } from '@app/domain';
import { aRun, aStep } from '../../support/builders/run-input';
import { ScriptedActivities } from '../../support/temporal/scripted-activities';
import { TimeSkipping } from '../../support/temporal/time-skipping';

/** Does nothing until it is given up, or the worker ends. */
const forever = (): Promise<never> => Context.current().cancelled;

describe('the end of a run', () => {
  let temporal: TimeSkipping;
  beforeAll(async () => {
    temporal = await TimeSkipping.start();
  });
  afterAll(() => temporal.stop());

  it('has the step complete the run after which nothing is left to do, and only that one', async () => {
    const activities = new ScriptedActivities();
    const never = { field: 'trigger.customer.tier', operator: 'eq', value: 'silver' } as const;
    const steps = [aStep('a', 1), aStep('b', 2), aStep('c', 2, { condition: never }), aStep('d', 3)];
    await temporal.run(aRun(steps), activities);
    const completions = activities.calls.map(({ stepId, completesRun }) => [stepId, completesRun]);
    expect(completions).toEqual([
      ['a', undefined],
      ['b', undefined],
      ['d', { skippedStepIds: ['c'] }],
    ]);
    expect(activities.ends).toHaveLength(1);
  });

  it('ends in Temporal as its row says, when the step it gave up had completed the run', async () => {
    const activities = new ScriptedActivities({ a: forever });
    activities.settled = { status: 'completed' };
    const { failure: failed } = await temporal.run(aRun([aStep('a', 1)], { timeoutSeconds: 1 }), activities);
    expect([failed, activities.end?.status]).toEqual([undefined, 'failed']);
  });

  it('starts no step of a run that holds more than 256 KiB', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    const large = async (): Promise<JsonObject> => ({ text: 'x'.repeat(60 * 1024) });
    const activities = new ScriptedActivities(Object.fromEntries(ids.map((id) => [id, large])));
    const { failure: failed } = await temporal.run(aRun(ids.map((id, index) => aStep(id, index))), activities);
    expect(failed).toBeDefined();
    expect(activities.order).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(activities.end).toMatchObject({ status: 'failed', error: { code: 'output_too_large', stepId: 'f' } });
  });
});
