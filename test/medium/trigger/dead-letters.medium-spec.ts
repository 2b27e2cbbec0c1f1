import { DeadLetterLog } from '@app/application';
import type { KafkaConfig } from '@app/config';
import { createKafka, DeadLetterRedrive } from '@app/kafka';
import { ACME_PROD } from '../../support/builders/scopes';
import { freshDatabase, type FreshDatabase } from '../../support/database/fresh-database';
import { createTopics, freshTopic, publish, readAll } from '../../support/kafka/topics';
import { median } from '../../support/median';
import { waitUntil } from '../../support/wait-until';
import { runTrigger, type RunningTrigger } from './running-trigger';

const GOOD = { event_name: 'customer.created', tenant_id: 'acme', environment_id: 'production', payload: {} };

const POISON = [
  ...[null, '', '{', '[]', 'null', '"text"', Buffer.from([0x7b, 0xff, 0x00]), 'x'.repeat(2 * 1024 * 1024)],
  ...[JSON.stringify({ ...GOOD, id: '' }), JSON.stringify({ ...GOOD, id: 7 }), JSON.stringify(GOOD)],
  ...[JSON.stringify({ ...GOOD, id: 'a\u0000' }), `{"id":"deep","payload":${'['.repeat(1000)}${']'.repeat(1000)}}`],
  ...[JSON.stringify({ ...GOOD, id: 'x'.repeat(201) }), JSON.stringify({ ...GOOD, id: 'late', timestamp: 'soon' })],
  JSON.stringify({ ...GOOD, id: 'nobody', tenant_id: undefined }),
];

describe('dead letters', () => {
  let database: FreshDatabase;
  let config: KafkaConfig;
  let trigger: RunningTrigger;
  let log: DeadLetterLog;

  beforeAll(async () => {
    [database, config] = [await freshDatabase(), freshTopic()];
    // Large enough for what the dead letter topic does not take.
    const configEntries = [{ name: 'max.message.bytes', value: String(4 * 1024 * 1024) }];
    await createTopics({ topic: config.topic, numPartitions: 2, configEntries }, { topic: config.deadLetterTopic });
    trigger = await runTrigger(config, database.url);
    log = trigger.app.get(DeadLetterLog, { strict: false });
    await trigger.listenTo(ACME_PROD, 'customer.created');
  });
  afterAll(async () => {
    await trigger.app.close();
    await database.drop();
  });

  const listed = (count: number) =>
    waitUntil(`${count} dead letters`, async () => {
      const letters = await log.list(100, true);
      return letters.length >= count && letters;
    });

  it('let the partition go on at once', async () => {
    const waits: number[] = [];
    for (const [index, value] of POISON.entries()) {
      const good = JSON.stringify({ ...GOOD, id: `good-${index}` });
      await publish(
        config.topic,
        [value, good].map((each) => ({ partition: 0, key: null, value: each })),
      );
      const begin = performance.now();
      await waitUntil('the good one', async () => {
        const [run] = await trigger.executions(ACME_PROD);
        return run?.eventId === `good-${index}` && run.status === 'running';
      });
      waits.push(performance.now() - begin);
    }
    expect(median(waits)).toBeLessThan(2000);
    expect(await listed(POISON.length)).toHaveLength(POISON.length);
  }, 120_000);

  it('survive what is strange but readable', async () => {
    const strange = [
      `{"__proto__":{"polluted":true},"id":"proto",${JSON.stringify(GOOD).slice(1)}`,
      `{"id":"first","id":"double",${JSON.stringify(GOOD).slice(1)}`,
      JSON.stringify({ ...GOOD, id: 'future', timestamp: '2999-01-01T00:00:00Z' }),
    ];
    await publish(
      config.topic,
      strange.map((value) => ({ partition: 1, value })),
    );
    const ids = await waitUntil('their runs', async () => {
      const runs = await trigger.executions(ACME_PROD);
      const strange = runs.flatMap(({ eventId = '' }) => (eventId.startsWith('good') ? [] : [eventId]));
      return strange.length === 3 && strange;
    });
    expect(ids.sort()).toEqual(['double', 'future', 'proto']);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('are put back as they were, once', async () => {
    const [key, value] = [Buffer.from('key'), Buffer.from('{ broken')];
    await publish(config.topic, [{ partition: 1, key, value, headers: { source: 'crm' } }]);
    const letters = await waitUntil('it', async () => {
      const found = (await log.list(100, true)).filter(({ partition }) => partition === 1);
      return found.length === 1 && found;
    });
    const redrive = new DeadLetterRedrive(createKafka(config), config);
    const gone = { topic: config.topic, partition: 9, offset: '9' };
    const result = await redrive.execute([...letters, gone], (place) => log.markRedriven(place));
    expect([result.redriven.length, result.missing]).toEqual([1, [gone]]);
    const all = await readAll(config.topic, 2 * POISON.length + 5, ({ timestamp, offset }) => `${timestamp} ${offset}`);
    const [original, copy, ...more] = all.filter((message) => message.value?.equals(value));
    expect([copy?.key, copy?.headers, more]).toEqual([key, { source: Buffer.from('crm') }, []]);
    expect(original?.offset).not.toBe(copy?.offset);
    // Broken as it is, it is put aside again: another letter, of another place.
    expect(await listed(POISON.length + 1)).toHaveLength(POISON.length + 1);
    expect(await log.list(100, false)).toHaveLength(POISON.length + 2);
  });

  it('are put back although they have no value', async () => {
    await publish(config.topic, [{ partition: 1, key: Buffer.from('empty'), value: null }]);
    const letters = await waitUntil('it', async () => {
      const found = (await log.list(1, true)).filter(({ reason }) => reason.includes('no value'));
      return found.length === 1 && found;
    });
    const redrive = new DeadLetterRedrive(createKafka(config), config);
    const { redriven, missing } = await redrive.execute(letters, (place) => log.markRedriven(place));
    expect([redriven, missing]).toMatchObject([letters.map(({ offset }) => ({ offset })), []]);
    const again = await waitUntil('its return', async () => {
      const [newest] = await log.list(1, true);
      return newest?.reason.includes('no value') && newest.offset !== letters[0]?.offset && newest;
    });
    expect(again).not.toHaveProperty('redrivenAt');
  });
});
