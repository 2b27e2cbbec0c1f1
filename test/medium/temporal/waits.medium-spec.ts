import { Context } from '@temporalio/activity';
import type { WorkflowHandle } from '@temporalio/client';
import type { PlannedStep } from '@app/contracts';
import { aRun, aStep } from '../../support/builders/run-input';
import { failure, ScriptedActivities } from '../../support/temporal/scripted-activities';
import { TimeSkipping } from '../../support/temporal/time-skipping';
import { waitUntil } from '../../support/wait-until';

/** Does nothing until it is given up. */
const forever = (): Promise<never> => Context.current().cancelled;

describe('a step that waits', () => {
  let temporal: TimeSkipping;
  beforeAll(async () => {
    temporal = await TimeSkipping.start();
  });
  afterAll(() => temporal.stop());

  const aWait = (id: string, order: number, config: PlannedStep['config']): PlannedStep =>
    aStep(id, order, { type: 'wait', config });

  it('waits as long as it is told, shown as running', async () => {
    const activities = new ScriptedActivities();
    const before = await temporal.now();
    await temporal.run(
      aRun([aWait('w', 1, { duration_seconds: '{{ 86400 * 2 }}' }), aStep('b', 2)], { timeoutSeconds: 864_000 }),
      activities,
    );
    const waited = Date.parse(activities.calls[0]?.config.until as string) - before;
    expect(Math.round(waited / 86_400_000)).toBe(2);
    expect(activities.begun).toEqual(['w']);
    expect(activities.order).toEqual(['w', 'b']);
  });

  const LONG = { duration_seconds: 86_400 };
  const SHORT = { duration_seconds: 3600 };

  it.each<[string, PlannedStep[], string[]]>([
    ['one wait', [aWait('w', 1, SHORT)], ['w']],
    [
      'two waits beside each other, and again when one has ended',
      [aWait('v', 1, SHORT), aWait('w', 1, LONG)],
      ['w', 'the rest'],
    ],
    [
      'a wait beside a step, once that has ended',
      [aWait('w', 1, SHORT), aStep('a', 1, { placement: 'remote' })],
      ['the rest'],
    ],
    [
      'waits that end together, with a step behind them',
      [aWait('v', 1, SHORT), aWait('w', 1, SHORT), aStep('a', 2)],
      ['w', 'the rest'],
    ],
    ['a wait with a step behind it', [aWait('w', 1, SHORT), aStep('a', 2)], ['w']],
    [
      'no wait beside which another step may start',
      [aWait('v', 1, SHORT), aWait('w', 1, LONG), aStep('a', 2, { dependsOn: ['v'] })],
      ['w', 'the rest'],
    ],
  ])('gives its place to other runs: %s', async (_what, steps, parked) => {
    const activities = new ScriptedActivities();
    await temporal.run(aRun(steps, { timeoutSeconds: 864_000 }), activities);
    // Where it goes on at once, its place may have been given away for a moment.
    expect(activities.parked.filter((what) => what !== 'none')).toEqual(parked);
    expect(activities.end?.status).toBe('completed');
  });

  it('ends well however long its end cannot be recorded', async () => {
    const activities = new ScriptedActivities({
      w: async (_input, attempt) => {
        if (attempt < 8) throw failure('unavailable');
      },
    });
    await temporal.run(aRun([aWait('w', 1, SHORT)], { timeoutSeconds: 864_000 }), activities);
    expect([activities.end?.status, activities.order.length]).toEqual(['completed', 8]);
  });

  it('waits for no time that has passed', async () => {
    const activities = new ScriptedActivities();
    const { handle } = await temporal.run(aRun([aWait('w', 1, { until: '2020-01-01T00:00:00+01:00' })]), activities);
    expect(activities.calls[0]?.config).toEqual({ until: '2019-12-31T23:00:00.000Z' });
    expect(activities.begun).toEqual([]);
    const { events } = await handle.fetchHistory();
    expect(events?.filter(({ workflowTaskCompletedEventAttributes: task }) => task)).toHaveLength(1);
  });

  it.each([{ until: '{{ "soon" }}' }, { duration_seconds: '{{ -5 }}' }, { duration_seconds: '{{ "a" }}' }])(
    'fails a wait for %j',
    async (config) => {
      const activities = new ScriptedActivities();
      await temporal.run(aRun([aWait('w', 1, config)]), activities);
      expect(activities.end).toMatchObject({ error: { code: 'validation_failed', stepId: 'w' } });
    },
  );

  it('gives up all waits and steps that the deadline catches, each by name', async () => {
    const activities = new ScriptedActivities({ b: forever });
    const steps = [aWait('w', 1, { duration_seconds: 3600 }), aStep('b', 1, { placement: 'remote' }), aStep('c', 2)];
    await temporal.run(aRun(steps, { timeoutSeconds: 2 }), activities);
    const { failedSteps = [], ...end } = activities.end ?? {};
    expect(end).toMatchObject({ status: 'failed', error: { code: 'execution_timeout' }, skippedStepIds: ['c'] });
    expect(failedSteps.map(({ stepId, code }) => `${stepId} ${code}`).sort()).toEqual([
      ...['b execution_timeout', 'w execution_timeout'],
    ]);
  });

  it.each([
    ['before others', [aStep('b', 2)], ['w', 'b']],
    ['as the last step', [], ['w']],
  ])('stops waiting when it is cancelled: %s', async (_where, others, skippedStepIds) => {
    const activities = new ScriptedActivities();
    const cancel = async (handle: WorkflowHandle): Promise<void> => {
      await waitUntil('the wait', async () => activities.begun.length > 0);
      await handle.cancel();
    };
    const input = aRun([aWait('w', 1, { duration_seconds: 86_400 }), ...others], { timeoutSeconds: 864_000 });
    await temporal.run(input, activities, cancel);
    expect(activities.order).toEqual([]);
    expect(activities.end).toMatchObject({ status: 'cancelled', skippedStepIds });
  });
});
