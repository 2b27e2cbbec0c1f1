import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from 'kafkajs';
import { committedOffsets, freshTopics, publish } from '../../support/kafka/topics';
import { waitUntil } from '../../support/wait-until';
import { median } from '../../support/median';
import { consume, places, type BatchConsumer } from './batch-consumer';

/** The next good event starts so soon. */
const SOON_MS = 2000;

function messages(count: number, partition = 0): Message[] {
  return Array.from({ length: count }, (_, index) => ({ partition, value: `${partition}:${index}` }));
}

describe('KafkaBatchServer', () => {
  let consumers: BatchConsumer[] = [];

  afterEach(async () => {
    await Promise.all(consumers.map(({ server }) => server.close()));
    consumers = [];
  });

  async function start(...options: Parameters<typeof consume>): Promise<BatchConsumer> {
    const consumer = await consume(...options);
    consumers.push(consumer);
    return consumer;
  }

  it('hands over all that was ever published, in order, many at once', async () => {
    const config = await freshTopics();
    await publish(config.topic, messages(1200));
    const { handled, batches } = await start(config);
    await waitUntil('all messages', async () => handled.length >= 1200);
    expect(handled).toEqual(places(0, 1200));
    expect(batches.length).toBeLessThan(20);
    expect(batches[0]?.messages[7]?.value?.toString()).toBe('0:7');
    await waitUntil('the commit', async () => (await committedOffsets(config))[0] === 1200);
  });

  it('lets an offset go only after its handler has succeeded', async () => {
    const config = await freshTopics();
    await publish(config.topic, messages(3));
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    let isAtGate = false;
    await start(config, async () => {
      isAtGate = true;
      await gate;
    });
    await waitUntil('the handler', async () => isAtGate);
    await sleep(1500);
    expect(await committedOffsets(config)).toEqual([0]);
    open();
    await waitUntil('the commit', async () => (await committedOffsets(config))[0] === 3);
  });

  it('tries again what failed, leaves nothing out, and lets the other partitions go on meanwhile', async () => {
    const config = await freshTopics(2);
    await publish(config.topic, [...messages(700, 0), ...messages(5, 1)]);
    let failures = 0;
    const { handled } = await start(config, async ({ partition, messages: open }) => {
      if (partition === 0 && open[0]?.offset === '500' && failures++ < 3) throw new Error('not yet');
      return open.slice(0, 500).map(({ offset }) => offset);
    });
    await waitUntil('the other partition', async () => handled.includes('1:4'));
    await publish(config.topic, messages(1, 1));
    await waitUntil('its next message', async () => handled.includes('1:5'));
    expect(handled).not.toContain('0:500');
    // What came before the failure is not handled again.
    expect((await committedOffsets(config))[0]).toBe(500);
    await waitUntil('the end', async () => handled.includes('0:699'));
    expect(handled.filter((place) => place.startsWith('0'))).toEqual(places(0, 700));
    expect(failures).toBe(4);
    await waitUntil('the commit', async () => String(await committedOffsets(config)) === '700,6');
  });

  it('hands over soon what is published behind a message that surprises its handler', async () => {
    const config = await freshTopics();
    await publish(config.topic, messages(1));
    let failures = 0;
    const seen = new Set<string>();
    await start(config, async ({ messages: open }) => {
      for (const { offset } of open) seen.add(offset);
      failures++;
      throw new TypeError('a surprise');
    });
    // By now a pause that doubles each time would be one of many seconds.
    await waitUntil('many failures', async () => failures >= 6);
    const waits: number[] = [];
    for (const offset of ['1', '2', '3']) {
      await publish(config.topic, messages(1));
      const begin = performance.now();
      await waitUntil('the next message', async () => seen.has(offset));
      waits.push(performance.now() - begin);
    }
    expect(median(waits)).toBeLessThan(SOON_MS);
  });

  it('hands over again what was left open, with what came behind it meanwhile, and nothing that was done', async () => {
    const config = await freshTopics();
    await publish(config.topic, messages(4));
    const { handled } = await start(config, async ({ messages: open }) => {
      if (open[0]?.offset !== '0') return;
      // Done out of order: the first message is left for later.
      if (open.length === 4) await publish(config.topic, messages(1));
      return open.length < 3 ? ['0'] : open.slice(2).map(({ offset }) => offset);
    });
    await waitUntil('all messages', async () => handled.length >= 5);
    expect(handled).toEqual(['0:2', '0:3', '0:4', '0:0', '0:1']);
    await waitUntil('the commit', async () => (await committedOffsets(config))[0] === 5);
  });

  it('finishes the batch under way when it closes, and commits it', async () => {
    const config = await freshTopics();
    await publish(config.topic, messages(10));
    let isUnderWay = false;
    const { server, handled } = await start(config, async () => {
      isUnderWay = true;
      await sleep(500);
    });
    await waitUntil('the handler', async () => isUnderWay);
    await server.close();
    expect(handled).toEqual(places(0, 10));
    expect(await committedOffsets(config)).toEqual([10]);
  });

  it('closes while it has nothing to do, and while a partition waits for its next try', async () => {
    const config = await freshTopics();
    const { server } = await start(config, () => Promise.reject(new Error('never')));
    await publish(config.topic, messages(1));
    await sleep(2000);
    await server.close();
    expect(await committedOffsets(config)).toEqual([0]);
  });

  it('shares partitions with another consumer, and takes them over when that one leaves', async () => {
    const config = await freshTopics(4);
    const one = await start(config);
    const other = await start(config);
    const publishAll = (): Promise<void> =>
      publish(
        config.topic,
        [0, 1, 2, 3].flatMap((partition) => messages(5, partition)),
      );
    const total = (): number => one.handled.length + other.handled.length;
    await publishAll();
    await waitUntil('all messages', async () => total() >= 20);
    await waitUntil('both at work', async () => {
      await publishAll();
      return one.handled.length > 0 && other.handled.length > 0;
    });
    await waitUntil('a rest', async () => {
      const before = total();
      await sleep(500);
      return total() === before;
    });
    await other.server.close();
    const published = (await committedOffsets(config)).reduce((sum, offset) => sum + offset, 0);
    expect(new Set([...one.handled, ...other.handled]).size).toBe(published);
    await publishAll();
    await waitUntil('the rest', async () => new Set([...one.handled, ...other.handled]).size === published + 20);
  });

  it('tells whether it takes part in its group', async () => {
    const config = await freshTopics();
    const { server } = await start(config);
    await server.check();
    await sleep(1500);
    await server.check();
    await server.close();
    await expect(server.check()).rejects.toThrow('not in its group');
  });
});
