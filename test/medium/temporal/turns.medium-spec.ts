import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { FIRE, FIRE_SCHEDULE, fireWorkflowId, type RunDefinitionInput, type StepActivityInput } from '@app/contracts';
import { DEFAULT_RETRY_POLICY, type JsonObject } from '@app/domain';
import { aRun, aStep } from '../../support/builders/run-input';
import { ACME_PROD } from '../../support/builders/scopes';
import { failure, ScriptedActivities } from '../../support/temporal/scripted-activities';
import { GLOBALS_OF_THE_SDK, globalsOfRuns } from '../../support/temporal/shared-globals';
import { runOf, type ScriptedActivity, type WorkflowStart } from '../../support/temporal/time-skipping';
import { useTemporal } from '../../support/temporal/use-temporal';
import { waitUntil } from '../../support/wait-until';

type Call = Pick<StepActivityInput, 'executionId' | 'stepId'>;

/** Each step waits until it is let go, and tells whose it is. */
class Gates {
  private readonly waiting = new Map<string, () => void>();

  readonly pass = (call: Call): Promise<JsonObject> =>
    new Promise((resolve) => this.waiting.set(nameOf(call), () => resolve({ of: nameOf(call) })));

  async letGo(call: Call): Promise<void> {
    (await waitUntil(nameOf(call), async () => this.waiting.get(nameOf(call))))();
  }
}

function nameOf({ executionId, stepId }: Call): string {
  return `${stepId} of ${executionId}`;
}

describe('runs of one worker', () => {
  const used = useTemporal();

  type Start = (start: WorkflowStart) => Promise<WorkflowHandle>;

  async function working(activities: ScriptedActivity, work: (start: Start) => Promise<void>): Promise<void> {
    const taskQueue = `turns-${randomUUID()}`;
    const { client, worker } = used();
    const start: Start = ({ type, ...rest }) => client.workflow.start(type, { ...rest, taskQueue });
    await (await worker({ taskQueue, activities })).runUntil(() => work(start));
  }

  function aRunFor(customerId: string): RunDefinitionInput {
    const config = { before: '{{ steps.a.output.of }}', customer: '{{ trigger.customer.id }}' };
    const steps = [aStep('a', 1), aStep('b', 2, { config }), aStep('c', 3)];
    const run = aRun(steps.map((step) => ({ ...step, placement: 'remote' })));
    return { ...run, trigger: { ...run.trigger, payload: { customer: { id: customerId } } } };
  }

  it('each go on with what is their own, whoever had the turn before', async () => {
    const gates = new Gates();
    const activities = new ScriptedActivities({ a: gates.pass, b: gates.pass, c: gates.pass });
    const runs = ['cust_1', 'cust_2', 'cust_3'].map(aRunFor);
    const [kept, cancelled, other] = runs.map(({ executionId }) => executionId) as [string, string, string];
    await working(activities.all(), async (start) => {
      const handles = await Promise.all(runs.map((run) => start(runOf(run))));
      for (const executionId of [kept, cancelled, other]) await gates.letGo({ executionId, stepId: 'a' });
      await waitUntil('all second steps', async () => activities.calls.length === 6);
      await handles[1]?.cancel();
      for (const executionId of [other, cancelled, kept]) await gates.letGo({ executionId, stepId: 'b' });
      for (const executionId of [kept, other]) await gates.letGo({ executionId, stepId: 'c' });
      const ends = await Promise.allSettled(handles.map((handle) => handle.result()));
      expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    });
    const configs = activities.calls.flatMap(({ executionId, stepId, config }) =>
      stepId === 'b' ? [[executionId, config] as const] : [],
    );
    expect(new Map(configs)).toEqual(
      new Map([
        [kept, { before: `a of ${kept}`, customer: 'cust_1' }],
        [cancelled, { before: `a of ${cancelled}`, customer: 'cust_2' }],
        [other, { before: `a of ${other}`, customer: 'cust_3' }],
      ]),
    );
    const ends = activities.ends.map(({ executionId, status }) => [executionId, status] as const);
    expect(new Map(ends)).toEqual(
      new Map([
        [kept, 'completed'],
        [cancelled, 'cancelled'],
        [other, 'completed'],
      ]),
    );
  });

  it('set no globals, which they would share', async () => {
    const globals = new Set<string>();
    const see = async (): Promise<void> => globalsOfRuns().forEach((name) => globals.add(name));
    const fails = async (): Promise<never> => {
      await see();
      throw failure('unavailable', 'Not now.');
    };
    const steps = [
      ...[aStep('a', 1, { config: { amount: '{{ 2 + 3 }}' } }), aStep('b', 1, { placement: 'remote' })],
      aStep('w', 2, { type: 'wait', config: { duration_seconds: 1 } }),
      aStep('c', 3, {
        condition: { field: 'steps.a.status', operator: 'eq', value: 'completed' },
        retryPolicy: { ...DEFAULT_RETRY_POLICY, maxAttempts: 2 },
      }),
    ];
    const activities = new ScriptedActivities({ a: see, b: see, c: fails, 'undo a': see });
    const fire: ScriptedActivity = { [FIRE]: async () => see().then(() => 'started') };
    await working({ ...activities.all(), ...fire }, async (start) => {
      const run = await start(runOf(aRun(steps, { onFailure: 'compensate' })));
      await expect(run.result()).rejects.toThrow();
      const definitionId = `wf_${randomUUID()}`;
      const workflowId = `${fireWorkflowId(ACME_PROD, definitionId)}-2026-10-26T08:00:00Z`;
      const args = [{ scope: ACME_PROD, definitionId }];
      expect(await (await start({ type: FIRE_SCHEDULE, workflowId, args })).result()).toBe('started');
    });
    expect(activities.order.slice(-2)).toEqual(['c', 'c']);
    expect(activities.undone.map(({ stepId }) => stepId)).toEqual(['c', 'b', 'a']);
    expect([...globals].sort()).toEqual(GLOBALS_OF_THE_SDK);
  });
});
