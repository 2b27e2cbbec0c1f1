import { setTimeout as sleep } from 'node:timers/promises';
import { EventLog, newId } from '@app/application';
import type { KafkaConfig } from '@app/config';
import { temporalWorkflowId } from '@app/contracts';
import type { Execution, TenantScope } from '@app/domain';
import { TemporalConnection } from '@app/temporal';
import { ACME_PROD, GLOBEX_PROD } from '../../support/builders/scopes';
import { freshDatabase, type FreshDatabase } from '../../support/database/fresh-database';
import { committedOffsets, createTopics, freshTopic, freshTopics, publish, readAll } from '../../support/kafka/topics';
import { severable } from '../api/severable-connection';
import { waitUntil } from '../../support/wait-until';
import { runTrigger, type RunningTrigger } from './running-trigger';

function event({ tenantId, environmentId }: TenantScope, id = newId('evt')): string {
  return JSON.stringify({
    ...{ id, event_name: 'customer.created', tenant_id: tenantId, environment_id: environmentId },
    ...{ timestamp: '2026-01-02T03:04:05.123456789Z', payload: { customer_id: 'cust_1' } },
  });
}

describe('the trigger', () => {
  let database: FreshDatabase;
  let config: KafkaConfig;
  let triggers: RunningTrigger[] = [];

  beforeEach(async () => {
    [database, config] = await Promise.all([freshDatabase(), freshTopics(2)]);
  });
  afterEach(async () => {
    await Promise.all(triggers.map(({ app }) => app.close()));
    triggers = [];
    await database.drop();
  });

  async function start(kafka = config, url = database.url): Promise<RunningTrigger> {
    const trigger = await runTrigger(kafka, url);
    triggers.push(trigger);
    return trigger;
  }

  async function publishAll(...values: (string | Buffer)[]): Promise<void> {
    await publish(
      config.topic,
      values.map((value) => ({ partition: 0, value })),
    );
  }

  function running(trigger: RunningTrigger, scope: TenantScope, count: number): Promise<readonly Execution[]> {
    return waitUntil(`${count} running executions`, async () => {
      const executions = await trigger.executions(scope);
      return executions.filter(({ status }) => status === 'running').length >= count && executions;
    });
  }

  it('makes one run of an event that comes to two replicas at once, fifty times', async () => {
    const [one, two] = [await start(), await start()];
    await waitUntil(
      'both in the group',
      async () => (await one.ready()).status === 200 && (await two.ready()).status === 200,
    );
    await one.listenTo(ACME_PROD, 'customer.created');
    const values = Array.from({ length: 50 }, () => event(ACME_PROD));
    await Promise.all(
      [0, 1].map((partition) =>
        publish(
          config.topic,
          [...values, ...values].map((value) => ({ partition, value })),
        ),
      ),
    );
    const log = one.app.get(EventLog, { strict: false });
    for (const value of values) {
      const { id } = JSON.parse(value) as { id: string };
      await waitUntil('all four deliveries', async () => (await log.find(ACME_PROD, id))?.deliveries === 4);
    }
    expect(await one.executions(ACME_PROD)).toHaveLength(50);
  });

  it('makes one run in Temporal of each event, however often it comes', async () => {
    const trigger = await start();
    await trigger.listenTo(ACME_PROD, 'customer.created');
    await trigger.listenTo(GLOBEX_PROD, 'customer.created');
    await trigger.listenTo(GLOBEX_PROD, 'customer.updated');
    const values = [event(ACME_PROD), event(ACME_PROD), event(GLOBEX_PROD)];
    await publishAll(...values, ...values);
    await publishAll(...values);
    const [first] = await running(trigger, ACME_PROD, 2);
    await running(trigger, GLOBEX_PROD, 1);
    await waitUntil('the commit', async () => (await committedOffsets(config))[0] === 9);
    expect((await trigger.executions(ACME_PROD)).map(({ status }) => status)).toEqual(['running', 'running']);
    expect(await trigger.executions(GLOBEX_PROD)).toHaveLength(1);
    const workflowId = temporalWorkflowId(ACME_PROD, first?.id ?? '');
    const temporal = trigger.app.get(TemporalConnection, { strict: false });
    const { status } = await temporal.call((client) => client.workflow.getHandle(workflowId).describe());
    expect(status.name).toBe('RUNNING');
  });

  it('puts aside what it cannot read, and goes on with what comes after', async () => {
    const trigger = await start();
    await trigger.listenTo(ACME_PROD, 'customer.created');
    const poison = Buffer.from([0x7b, 0xff, 0x00]);
    await publishAll(event(ACME_PROD), poison, '{"id":"x"}', event(ACME_PROD));
    await running(trigger, ACME_PROD, 2);
    const letters = await readAll(config.deadLetterTopic, 2);
    expect(letters.map(({ value }) => value)).toEqual(expect.arrayContaining([poison, Buffer.from('{"id":"x"}')]));
    await waitUntil('the commit', async () => (await committedOffsets(config))[0] === 4);
  });

  it('waits with the offset until the dead letters are durable', async () => {
    config = freshTopic();
    await createTopics({ topic: config.topic });
    await start();
    await publishAll('no json');
    await sleep(2000);
    expect(await committedOffsets(config)).toEqual([0]);
    await createTopics({ topic: config.deadLetterTopic });
    expect(await readAll(config.deadLetterTopic, 1)).toHaveLength(1);
    await waitUntil('the commit', async () => (await committedOffsets(config))[0] === 1);
  });

  it('keeps the events while the database is away, and says that it is not ready', async () => {
    const connection = await severable(database.url);
    const severed = await start(config, connection.url);
    await severed.listenTo(ACME_PROD, 'customer.created');
    await waitUntil('readiness', async () => (await severed.ready()).status === 200);
    await connection.sever();
    await publishAll(event(ACME_PROD), 'no json');
    await sleep(1500);
    expect(await committedOffsets(config)).toEqual([0, 0]);
    expect(await severed.ready()).toMatchObject({ status: 503, checks: { kafka: 'up' } });
    // The transport, which logs it, learns what was the matter.
    const messages = [{ key: null, value: Buffer.from(event(ACME_PROD)), headers: {}, offset: '0', timestamp: '0' }];
    await expect(severed.handle({ topic: config.topic, partition: 0, messages })).rejects.toMatchObject({
      code: 'unavailable',
    });

    const healthy = await start();
    await severed.app.close();
    triggers.shift();
    expect(await running(healthy, ACME_PROD, 1)).toHaveLength(1);
    await waitUntil('the commit', async () => (await committedOffsets(config))[0] === 2);
  });

  it('starts what another process left pending, and closes in the middle of its work', async () => {
    const first = await start();
    await first.listenTo(ACME_PROD, 'customer.created');
    await publishAll(...Array.from({ length: 100 }, () => event(ACME_PROD)));
    await waitUntil('the rows', async () => (await first.executions(ACME_PROD)).length > 0);
    await first.app.close();
    triggers.shift();

    const second = await start();
    await running(second, ACME_PROD, 100);
  });
});
