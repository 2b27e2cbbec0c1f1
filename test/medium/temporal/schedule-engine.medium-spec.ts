import { randomUUID } from 'node:crypto';
import { Client, Connection, type ScheduleUpdateOptions } from '@temporalio/client';
import { fingerprintOf } from '@app/application';
import { FIRE_SCHEDULE, fireWorkflowId } from '@app/contracts';
import { TemporalConnection, TemporalScheduleEngine } from '@app/temporal';
import { ACME_PROD } from '../../support/builders/scopes';
import { aPlan, describeScheduleEngine } from '../../support/contracts/schedule-engine.contract';
import { serverAddresses } from '../../support/servers/server-addresses';
import { waitUntil } from '../../support/wait-until';

const { temporal: address, temporalNamespace: namespace } = serverAddresses();
const opened: { connection: TemporalConnection; engine: TemporalScheduleEngine }[] = [];

function open(taskQueue: string): TemporalScheduleEngine {
  const config = { address, namespace, taskQueue };
  const connection = new TemporalConnection(config);
  const engine = new TemporalScheduleEngine(connection, config);
  opened.push({ connection, engine });
  return engine;
}

afterAll(async () => {
  for (const { connection, engine } of opened) {
    for (const { scope, definitionId } of await engine.list()) await engine.remove(scope, definitionId);
    await connection.onApplicationShutdown();
  }
});

describeScheduleEngine('Temporal', async () => open(randomUUID()));

describe('Temporal Schedules', () => {
  const taskQueue = randomUUID();
  const engine = open(taskQueue);
  let connection: Connection;
  let client: Client;

  beforeAll(async () => {
    connection = await Connection.connect({ address });
    client = new Client({ connection, namespace });
  });
  afterAll(() => connection.close());

  const scheduleOf = (definitionId: string) =>
    client.schedule.getHandle(`${taskQueue}/${ACME_PROD.tenantId}/${ACME_PROD.environmentId}/${definitionId}`);
  const isKnownAs = (definitionId: string, wanted: (fingerprint: string) => boolean): Promise<unknown> =>
    waitUntil(`the timer of ${definitionId}`, async () =>
      (await engine.list()).some((one) => one.definitionId === definitionId && wanted(one.fingerprint)),
    );

  it.each<[string, (spec: ScheduleUpdateOptions['spec']) => ScheduleUpdateOptions['spec']]>([
    ['other hours', (spec) => ({ ...spec, calendars: [{ hour: [3], minute: [0] }] })],
    ['other days', (spec) => ({ ...spec, calendars: [{ hour: [7, 8], minute: [0], dayOfMonth: 1 }] })],
    ['an interval besides', (spec) => ({ ...spec, intervals: [{ every: '1 hour' }] })],
    ['another jitter', (spec) => ({ ...spec, jitter: '1 minute' })],
    ['an end', (spec) => ({ ...spec, endAt: new Date() })],
  ])('tells that someone gave one %s, although its note is the same', async (_, change) => {
    const plan = aPlan();
    await engine.put(ACME_PROD, plan, new Date());
    await isKnownAs(plan.definitionId, (fingerprint) => fingerprint === fingerprintOf(plan));
    await scheduleOf(plan.definitionId).update((found) => ({ ...found, spec: change(found.spec) }));
    await isKnownAs(plan.definitionId, (fingerprint) => fingerprint !== fingerprintOf(plan));
  });

  it('fires the times that came since then, and none of one that is paused', async () => {
    const everyMinute = [{ hours: upTo(24), minutes: upTo(60) }];
    const since = new Date(Date.now() - 150_000);
    const [active, paused] = [false, true].map((isPaused) => aPlan({ times: everyMinute, isPaused }));
    if (!active || !paused) throw new Error('Two plans were made');
    for (const plan of [paused, active]) await engine.put(ACME_PROD, plan, since);
    const firesOf = async (definitionId: string): Promise<number> => {
      const started = `WorkflowType = '${FIRE_SCHEDULE}' AND WorkflowId STARTS_WITH '${fireWorkflowId(ACME_PROD, definitionId)}-'`;
      return (await client.workflow.count(started)).count;
    };
    await waitUntil('both fires', async () => (await firesOf(active.definitionId)) >= 2);
    expect(await firesOf(paused.definitionId)).toBe(0);
  });
});

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
