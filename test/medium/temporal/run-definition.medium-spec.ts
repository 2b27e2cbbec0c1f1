import { Context } from '@temporalio/activity';
import type { WorkflowHandle } from '@temporalio/client';
import type { PlannedStep } from '@app/contracts';
import { DEFAULT_RETRY_POLICY } from '@app/domain';
import { aRun, aStep } from '../../support/builders/run-input';
import { ACME_PROD } from '../../support/builders/scopes';
import { failure, ScriptedActivities } from '../../support/temporal/scripted-activities';
import { TimeSkipping } from '../../support/temporal/time-skipping';
import { waitUntil } from '../../support/wait-until';

/** Does nothing until it is given up, or the worker ends. */
const forever = (): Promise<never> => Context.current().cancelled;
const PLACEMENTS: PlannedStep['placement'][] = ['local', 'remote'];

describe('the interpreter workflow', () => {
  let temporal: TimeSkipping;
  beforeAll(async () => {
    temporal = await TimeSkipping.start();
  });
  afterAll(() => temporal.stop());

  it.each(PLACEMENTS)('runs steps one after the other, as %s activities', async (placement) => {
    const activities = new ScriptedActivities();
    const input = aRun([aStep('b', 2, { placement }), aStep('a', 1, { placement }), aStep('c', 3, { placement })]);
    const { failure: failed } = await temporal.run(input, activities);
    expect(failed).toBeUndefined();
    expect(activities.order).toEqual(['a', 'b', 'c']);
    expect(activities.ends).toEqual([
      { scope: ACME_PROD, executionId: input.executionId, status: 'completed', skippedStepIds: [] },
    ]);
  });

  it('tells each step whose run it is, for which customer, and how deep', async () => {
    const activities = new ScriptedActivities();
    const input = aRun([aStep('a', 1)]);
    await temporal.run({ ...input, trigger: { ...input.trigger, depth: 2 } }, activities);
    expect(activities.calls).toEqual([
      {
        ...{ scope: ACME_PROD, executionId: input.executionId, rootExecutionId: input.rootExecutionId, stepId: 'a' },
        ...{ type: 'create_wallet', config: { currency: 'USD' }, maxAttempts: 3, customerId: 'cust_1', depth: 3 },
        retryPolicy: DEFAULT_RETRY_POLICY,
        completesRun: { skippedStepIds: [] },
      },
    ]);
  });

  it('starts equal orders together, and the next order after both', async () => {
    let bothStarted: () => void = () => undefined;
    const both = new Promise<void>((resolve) => (bothStarted = resolve));
    const wait = async (): Promise<void> => {
      if (activities.calls.length === 3) bothStarted();
      await both;
    };
    const activities: ScriptedActivities = new ScriptedActivities({ b: wait, c: wait });
    await temporal.run(aRun([aStep('a', 1), aStep('b', 2), aStep('c', 2), aStep('d', 3)]), activities);
    expect(activities.order).toEqual(['a', 'b', 'c', 'd']);
  });

  it('goes by dependencies', async () => {
    const activities = new ScriptedActivities();
    const steps = [
      ...[aStep('a', 1), aStep('d', 2, { dependsOn: ['b', 'c'] })],
      ...[aStep('b', 3, { dependsOn: ['a'] }), aStep('c', 4, { dependsOn: ['b'] })],
    ];
    await temporal.run(aRun(steps), activities);
    expect(activities.order).toEqual(['a', 'b', 'c', 'd']);
  });

  it('skips a step whose condition does not hold, and goes on', async () => {
    const activities = new ScriptedActivities({ a: async () => ({ status: 'trialing' }) });
    const steps = [
      aStep('a', 1),
      aStep('b', 2, { condition: { field: 'trigger.customer.tier', operator: 'neq', value: 'gold' } }),
      aStep('c', 3, { condition: { field: 'steps.a.output.status', operator: 'eq', value: 'trialing' } }),
      aStep('d', 4, { condition: { field: 'steps.b.status', operator: 'eq', value: 'skipped' } }),
    ];
    await temporal.run(aRun(steps), activities);
    expect(activities.order).toEqual(['a', 'c', 'd']);
    expect(activities.end).toMatchObject({ status: 'completed', skippedStepIds: ['b'] });
  });

  it.each(PLACEMENTS)('retries by the policy, as %s activities, however long the wait is', async (placement) => {
    const attempts: number[] = [];
    const activities = new ScriptedActivities({
      a: async (_input, attempt) => {
        attempts.push(attempt);
        if (attempt < 4) throw failure('unavailable');
      },
    });
    const retryPolicy = {
      maxAttempts: 4,
      initialIntervalSeconds: 600,
      backoffCoefficient: 2,
      maxIntervalSeconds: 3600,
    };
    const input = aRun([aStep('a', 1, { placement, retryPolicy })], { timeoutSeconds: 86_400 });
    expect((await temporal.run(input, activities)).failure).toBeUndefined();
    expect(attempts).toEqual([1, 2, 3, 4]);
  });

  it.each(PLACEMENTS)('fails when no attempt is left, as %s activities', async (placement) => {
    const activities = new ScriptedActivities({
      b: async () => {
        throw failure('unavailable', 'Billing is down.');
      },
    });
    const steps = [aStep('a', 1), aStep('b', 2, { placement }), aStep('c', 3)];
    const { failure: failed } = await temporal.run(aRun(steps), activities);
    expect(failed).toMatchObject({ cause: { type: 'unavailable', message: 'Billing is down.' } });
    expect(activities.order).toEqual(['a', 'b', 'b', 'b']);
    const error = { code: 'unavailable', message: 'Billing is down.', stepId: 'b' };
    expect(activities.end).toMatchObject({ status: 'failed', error, failedSteps: [error], skippedStepIds: ['c'] });
  });

  it('fails at once where a retry cannot help', async () => {
    const activities = new ScriptedActivities({
      a: async () => {
        throw failure('not_found');
      },
    });
    await temporal.run(aRun([aStep('a', 1), aStep('b', 2)]), activities);
    expect(activities.order).toEqual(['a']);
    expect(activities.end).toMatchObject({ status: 'failed', error: { code: 'not_found' }, skippedStepIds: ['b'] });
  });

  it('lets siblings finish after a failure, and starts nothing new', async () => {
    let aFailed = false;
    const activities = new ScriptedActivities({
      a: async () => {
        aFailed = true;
        throw failure('rejected');
      },
      b: async () => {
        await waitUntil('the failure of a', async () => aFailed);
        return { done: true };
      },
    });
    await temporal.run(aRun([aStep('a', 1), aStep('b', 1), aStep('c', 2)]), activities);
    expect(activities.order).toEqual(['a', 'b']);
    expect(activities.end).toMatchObject({ status: 'failed', error: { stepId: 'a' }, skippedStepIds: ['c'] });
  });

  it.each(PLACEMENTS)('ends at its deadline and gives the running step up, as %s activities', async (placement) => {
    const activities = new ScriptedActivities({ b: forever });
    const steps = [aStep('a', 1), aStep('b', 2, { placement, timeoutSeconds: 600 }), aStep('c', 3)];
    const { failure: failed } = await temporal.run(aRun(steps, { timeoutSeconds: 2 }), activities);
    expect(failed).toMatchObject({ cause: { type: 'execution_timeout' } });
    const error = { code: 'execution_timeout', stepId: 'b' };
    expect(activities.end).toMatchObject({ status: 'failed', error, failedSteps: [error], skippedStepIds: ['c'] });
  });

  it('fails a step whose worker never answers', async () => {
    const activities = new ScriptedActivities({ a: forever });
    const retryPolicy = { maxAttempts: 2, initialIntervalSeconds: 1, backoffCoefficient: 1, maxIntervalSeconds: 1 };
    const step = aStep('a', 1, { placement: 'remote', timeoutSeconds: 1, retryPolicy });
    await temporal.run(aRun([step]), activities);
    expect(activities.order).toEqual(['a', 'a']);
    expect(activities.end).toMatchObject({ status: 'failed', failedSteps: [{ stepId: 'a', code: 'timeout' }] });
  });

  it('keeps the result of the running step when it is cancelled, and starts no other', async () => {
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    const activities = new ScriptedActivities({
      a: async () => {
        await held;
        return { kept: true };
      },
    });
    const cancel = async (handle: WorkflowHandle): Promise<void> => {
      await waitUntil('the first step', async () => activities.calls.length > 0);
      await handle.cancel();
      goOn();
    };
    const input = aRun([aStep('a', 1, { placement: 'remote' }), aStep('b', 2)]);
    const { failure: failed } = await temporal.run(input, activities, cancel);
    expect(failed).toMatchObject({ cause: { name: 'CancelledFailure' } });
    expect(activities.order).toEqual(['a']);
    expect(activities.end).toMatchObject({ status: 'cancelled', skippedStepIds: ['b'] });
    expect(activities.end?.failedSteps).toBeUndefined();
  });

  it('records its end however long the database is away', async () => {
    const activities = new ScriptedActivities();
    activities.finishFailures = 6;
    expect((await temporal.run(aRun([aStep('a', 1)]), activities)).failure).toBeUndefined();
    expect(activities.end).toMatchObject({ status: 'completed' });
  });

  it('takes no more than one workflow task for steps that work at once', async () => {
    const { handle } = await temporal.run(
      aRun([aStep('a', 1), aStep('b', 2), aStep('c', 3)]),
      new ScriptedActivities(),
    );
    const { events } = await handle.fetchHistory();
    const tasks = events?.filter(({ workflowTaskCompletedEventAttributes: task }) => task) ?? [];
    expect(tasks).toHaveLength(1);
    expect(events?.some(({ timerStartedEventAttributes: timer }) => timer)).toBe(false);
  });

  it('hands each step its config with the values of its expressions', async () => {
    const activities = new ScriptedActivities({ a: async () => ({ subscription_id: 'subs_1', total: 2.5 }) });
    const config = {
      ...{ plan: '{{ steps.a.output.subscription_id }}', twice: '{{ steps.a.output.total * 2 }}' },
      ...{ hello: 'Dear {{ trigger.customer.id }} of {{ execution.workflow_name }}', list: ['{{ event.name }}'] },
    };
    await temporal.run(aRun([aStep('a', 1, { type: 'assign_plan' }), aStep('b', 2, { config })]), activities);
    expect(activities.calls[1]).toMatchObject({
      config: { plan: 'subs_1', twice: 5, hello: 'Dear cust_1 of Test', list: ['customer.created'] },
      subscriptionId: 'subs_1',
    });
  });

  it.each<[string, Partial<PlannedStep>]>([
    ['a config', { config: { currency: '{{ trigger.missing }}' } }],
    ['a condition', { condition: { cel: 'trigger.missing > 1' } }],
  ])('fails a step whose expression in %s has no value, before anything is done for it', async (_where, fields) => {
    const activities = new ScriptedActivities();
    const input = aRun([aStep('a', 1), aStep('b', 2, fields), aStep('c', 3)]);
    const { failure: failed } = await temporal.run(input, activities);
    expect(failed).toMatchObject({ cause: { type: 'expression_error' } });
    expect(activities.order).toEqual(['a']);
    expect(activities.end).toMatchObject({
      status: 'failed',
      error: { code: 'expression_error', stepId: 'b', message: expect.stringContaining('trigger.missing') as string },
      failedSteps: [{ stepId: 'b', code: 'expression_error' }],
      skippedStepIds: ['c'],
    });
  });

  it('goes on or not by an expression', async () => {
    const activities = new ScriptedActivities({ a: async () => ({ n: 3 }) });
    const when = (cel: string): Partial<PlannedStep> => ({ condition: { cel } });
    const steps = [
      ...[aStep('a', 1), aStep('b', 2, when('steps.a.output.n > 2')), aStep('c', 3, when('steps.a.output.n > 3'))],
      aStep('d', 4, when('steps.b.status == "completed" && steps.c.status == "skipped"')),
    ];
    await temporal.run(aRun(steps), activities);
    expect(activities.order).toEqual(['a', 'b', 'd']);
    expect(activities.end).toMatchObject({ status: 'completed', skippedStepIds: ['c'] });
  });
});
