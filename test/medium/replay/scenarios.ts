import { FIRE, FIRE_SCHEDULE, fireWorkflowId, type PlannedStep, type RunDefinitionInput } from '@app/contracts';
import { Context } from '@temporalio/activity';
import type { WorkflowHandle } from '@temporalio/client';
import { setTimeout } from 'node:timers/promises';
import { aRun, aStep } from '../../support/builders/run-input';
import { ACME_PROD } from '../../support/builders/scopes';
import { failure, ScriptedActivities } from '../../support/temporal/scripted-activities';
import { waitUntil } from '../../support/wait-until';
import { runOf, type ScriptedActivity, type WorkflowStart } from '../../support/temporal/time-skipping';

interface Scenario {
  readonly start: WorkflowStart;
  readonly activities: ScriptedActivity;
  readonly during?: (handle: WorkflowHandle) => Promise<unknown>;
}

interface RunScenario extends Pick<Scenario, 'during'> {
  readonly input: RunDefinitionInput;
  readonly activities: ScriptedActivities;
}

const remote = { type: 'send_email', placement: 'remote' } as const;
const remoteWallet = { placement: 'remote' } as const;
const undoing = { onFailure: 'compensate' } as const;
const QUICK = { maxAttempts: 3, initialIntervalSeconds: 1, backoffCoefficient: 1, maxIntervalSeconds: 1 };
const SLOW = { ...QUICK, initialIntervalSeconds: 60, maxIntervalSeconds: 60 };

const failing = (until: number) => async (_input: unknown, attempt: number) => {
  if (attempt < until) throw failure('unavailable');
};

const aWait = (id: string, order: number, duration_seconds: number): PlannedStep =>
  aStep(id, order, { type: 'wait', config: { duration_seconds } });

/** Takes as long as it says, and fails then as often as it says. */
const slow =
  (milliseconds: number, failures = 0) =>
  async (_input: unknown, attempt: number) => {
    await setTimeout(milliseconds);
    if (attempt <= failures) throw failure('unavailable');
  };

const RUNS: Readonly<Record<string, () => RunScenario>> = {
  'sequence-of-local-steps': () => ({
    input: aRun([aStep('a', 1), aStep('b', 2)]),
    activities: new ScriptedActivities({ a: async () => ({ wallet_id: 'wallet_1' }) }),
  }),
  'remote-step-between-local-ones': () => ({
    input: aRun([aStep('a', 1), aStep('b', 2, remote), aStep('c', 3)]),
    activities: new ScriptedActivities({ b: async () => ({ message_id: '<1@x>' }) }),
  }),
  'parallel-steps-and-join': () => ({
    input: aRun([aStep('a', 1), aStep('b', 2, remote), aStep('c', 2), aStep('d', 3, { dependsOn: ['b', 'c'] })]),
    activities: new ScriptedActivities(),
  }),
  'skipped-step': () => ({
    input: aRun([
      aStep('a', 1, { condition: { field: 'trigger.customer.tier', operator: 'eq', value: 'silver' } }),
      aStep('b', 2, remote),
    ]),
    activities: new ScriptedActivities(),
  }),
  'retries-of-a-local-step': () => ({
    input: aRun([aStep('a', 1, { retryPolicy: QUICK }), aStep('b', 2, { retryPolicy: SLOW })]),
    activities: new ScriptedActivities({ a: failing(3), b: failing(3) }),
  }),
  'local-steps-that-end-in-another-order': () => ({
    input: aRun([
      aStep('a', 1),
      aStep('b', 1),
      aStep('c', 2, { ...remote, dependsOn: ['a'] }),
      aStep('d', 2, { ...remote, dependsOn: ['b'] }),
    ]),
    activities: new ScriptedActivities({ a: slow(300) }),
  }),
  'retry-beside-a-wait': () => ({
    input: aRun([
      aStep('a', 1, { retryPolicy: QUICK }),
      aStep('b', 1, { type: 'wait', config: { duration_seconds: 5 } }),
      aStep('c', 2),
    ]),
    activities: new ScriptedActivities({ a: slow(300, 1) }),
  }),
  'failed-remote-step': () => ({
    input: aRun([aStep('a', 1), aStep('b', 2, { ...remote, retryPolicy: QUICK }), aStep('c', 3)]),
    activities: new ScriptedActivities({ b: failing(9) }),
  }),
  'end-recorded-by-the-last-step': () => ({
    input: aRun([aStep('a', 1), aStep('b', 2)]),
    activities: new ScriptedActivities(),
  }),
  compensation: () => ({
    input: aRun([aStep('a', 1), aStep('b', 2), aStep('c', 3)], { onFailure: 'compensate' }),
    activities: new ScriptedActivities({ c: failing(9), 'undo b': failing(2) }),
  }),
  'compensation-of-what-failed': () => ({
    input: aRun([aStep('a', 1), aStep('b', 2, { ...remoteWallet, retryPolicy: QUICK }), aStep('c', 3)], undoing),
    activities: new ScriptedActivities({ b: failing(9), 'undo a': failing(2) }),
  }),
  'compensation-of-what-came-late': () => {
    const activities = new ScriptedActivities({ b: () => Context.current().cancelled });
    activities.late = [{ stepId: 'b', output: { wallet_id: 'wallet_2' } }];
    return { input: aRun([aStep('a', 1), aStep('b', 2, remoteWallet)], { ...undoing, timeoutSeconds: 1 }), activities };
  },
  'waits-beside-each-other': () => ({
    input: aRun([aWait('v', 1, 60), aWait('w', 1, 120), aStep('a', 1, remoteWallet), aStep('b', 2)]),
    activities: new ScriptedActivities(),
  }),
  'waits-that-end-together': () => ({
    input: aRun([aWait('v', 1, 60), aWait('w', 1, 60), aStep('a', 2)]),
    activities: new ScriptedActivities(),
  }),
  'cancelled-between-two-attempts': () => {
    const activities = new ScriptedActivities({ a: failing(9) });
    activities.waiting = ['a'];
    const during = async (handle: WorkflowHandle): Promise<void> => {
      await waitUntil('an attempt', async () => activities.order.length > 0);
      await handle.cancel();
    };
    return { input: aRun([aStep('a', 1, { retryPolicy: SLOW }), aStep('b', 2)]), activities, during };
  },
  'expression-without-a-value': () => ({
    input: aRun([aStep('a', 1), aStep('b', 2, { config: { currency: '{{ steps.a.output.nothing }}' } })]),
    activities: new ScriptedActivities(),
  }),
  'retry-of-another-run': () => ({
    input: aRun([aStep('a', 1), aStep('b', 2)], { reused: [{ stepId: 'a', output: { wallet_id: 'wallet_1' } }] }),
    activities: new ScriptedActivities(),
  }),
  deadline: () => ({
    input: aRun([aStep('a', 1), aStep('b', 2, { ...remote, timeoutSeconds: 600 })], { timeoutSeconds: 1 }),
    activities: new ScriptedActivities({ b: () => Context.current().cancelled }),
  }),
  'wait-between-steps': () => ({
    input: aRun([
      aStep('a', 1),
      aStep('b', 2, { type: 'wait', config: { duration_seconds: 60 } }),
      aStep('c', 3, { condition: { cel: 'steps.a.output.wallet_id == "wallet_1"' } }),
    ]),
    activities: new ScriptedActivities({ a: async () => ({ wallet_id: 'wallet_1' }) }),
  }),
  'cancelled-in-a-wait': () => ({
    input: aRun([aStep('a', 1), aStep('b', 2, { type: 'wait', config: { duration_seconds: 86_400 } }), aStep('c', 3)]),
    activities: new ScriptedActivities(),
    during: (handle) => handle.cancel(),
  }),
};

const due = { scope: ACME_PROD, definitionId: 'wf_1', scheduledTime: '2026-10-26T08:00:00Z' };
const answering = (...outcomes: string[]): ScriptedActivity => ({ [FIRE]: async () => outcomes.shift() ?? 'started' });
const fired = fireWorkflowId(ACME_PROD, due.definitionId);

const FIRES: Readonly<Record<string, () => Scenario>> = {
  'time-of-a-schedule': () => ({
    start: { type: FIRE_SCHEDULE, workflowId: `${fired}-${due.scheduledTime}`, args: [due] },
    activities: answering('started'),
  }),
  'time-that-waits-for-its-turn': () => ({
    start: { type: FIRE_SCHEDULE, workflowId: `${fired}-${due.scheduledTime}`, args: [due] },
    activities: answering('busy', 'busy', 'busy', 'started'),
  }),
};

/** One per feature of the workflows. Each has a stored history; a new feature brings a new one. */
export const SCENARIOS: Readonly<Record<string, () => Scenario>> = {
  ...Object.fromEntries(Object.entries(RUNS).map(([name, scenario]) => [name, () => toScenario(scenario())])),
  ...FIRES,
};

function toScenario({ input, activities, ...rest }: RunScenario): Scenario {
  return { start: runOf(input), activities: activities.all(), ...rest };
}
