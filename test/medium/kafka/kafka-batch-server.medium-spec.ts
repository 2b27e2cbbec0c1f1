import { setTimeout as sleep } from 'node:timers/promises';
import { createKafka, KafkaBatchServer, SYSTEM_EVENTS, type KafkaBatch } from '@app/kafka';
import { committedOffsets, freshTopics, publish } from '../../support/kafka/topics';
import { waitUntil } from '../../support/wait-until';

type Handler = (batch: KafkaBatch) => Promise<void>;
type Config = Awaited<ReturnType<typeof freshTopics>>;

/** What a handler saw, as texts, in order. */
function texts({ messages }: KafkaBatch): string[] {
  return messages.map(({ value }) => value?.toString() ?? '');
}

function numbered(count: number, partition = 0): { value: string; partition: number }[] {
  return Array.from({ length: count }, (_, index) => ({ value: `${partition}:${index}`, partition }));
}

describe('the batch transport on a real broker', () => {
  const servers: KafkaBatchServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });

  async function consume(config: Config, handler: Handler): Promise<KafkaBatchServer> {
    const server = new KafkaBatchServer(createKafka(config), config, (error) => {
      throw error;
    });
    servers.push(server);
    server.addHandler(SYSTEM_EVENTS, handler as never, true);
    await new Promise<void>((resolve, reject) => {
      void server.listen((error) => (error ? reject(error) : resolve()));
    });
    return server;
  }

  it('hands over what was published before its first start, in order, in batches, and commits it', async () => {
    const config = await freshTopics();
    await publish(config.topic, numbered(1200));
    const batches: string[][] = [];
    await consume(config, async (batch) => void batches.push(texts(batch)));
    await waitUntil('all messages', async () => batches.flat().length >= 1200);
    expect(batches.flat()).toEqual(numbered(1200).map(({ value }) => value));
    expect(batches.length).toBeLessThan(100);
    await waitUntil('the commit', async () => (await committedOffsets(config))[0] === 1200);
  });

  it('tries the same messages again after a failure, loses none, and lets other partitions go on', async () => {
    const config = await freshTopics(2);
    const seen: string[] = [];
    let failures = 0;
    await consume(config, async (batch) => {
      if (batch.partition === 0 && failures < 3) {
        failures++;
        throw new Error('The database is down');
      }
      seen.push(...texts(batch));
    });
    await publish(config.topic, [...numbered(5, 0), ...numbered(5, 1)]);
    await waitUntil('the other partition', async () => seen.filter((text) => text.startsWith('1:')).length === 5);
    await waitUntil('the failing one', async () => seen.filter((text) => text.startsWith('0:')).length >= 5);
    expect(failures).toBe(3);
    expect(seen.filter((text) => text.startsWith('0:'))).toEqual(numbered(5, 0).map(({ value }) => value));
  });

  it('commits nothing that was not handled', async () => {
    const config = await freshTopics();
    let calls = 0;
    const server = await consume(config, async () => {
      calls++;
      throw new Error('no');
    });
    await publish(config.topic, numbered(3));
    await waitUntil('two attempts', async () => calls >= 2);
    await server.close();
    servers.length = 0;
    expect((await committedOffsets(config))[0]).toBeLessThanOrEqual(0);

    const seen: string[] = [];
    await consume(config, async (batch) => void seen.push(...texts(batch)));
    await waitUntil('the messages, by the next process', async () => seen.length >= 3);
    expect(seen).toEqual(['0:0', '0:1', '0:2']);
  });

  it('shares the partitions among two, and hands over when one leaves', async () => {
    const config = await freshTopics(4);
    const seen: [string[], string[]] = [[], []];
    const first = await consume(config, async (batch) => void seen[0].push(...texts(batch)));
    await consume(config, async (batch) => void seen[1].push(...texts(batch)));
    await waitUntil('both to have work', async () => {
      await publish(
        config.topic,
        [0, 1, 2, 3].map((partition) => ({ value: 'x', partition })),
      );
      return seen.every((texts) => texts.length > 0);
    });
    await first.close();
    servers.shift();
    const before = seen[1].length;
    await publish(
      config.topic,
      [0, 1, 2, 3].map((partition) => ({ value: 'last', partition })),
    );
    await waitUntil(
      'the other one to take over',
      async () => seen[1].slice(before).filter((text) => text === 'last').length >= 4,
    );
  });

  it('finishes the batch under way before it leaves', async () => {
    const config = await freshTopics();
    let hasBegun = false;
    let hasEnded = false;
    const server = await consume(config, async () => {
      hasBegun = true;
      await sleep(500);
      hasEnded = true;
    });
    await publish(config.topic, numbered(1));
    await waitUntil('the batch', async () => hasBegun);
    await server.close();
    servers.length = 0;
    expect(hasEnded).toBe(true);
    expect((await committedOffsets(config))[0]).toBe(1);
  });
});
