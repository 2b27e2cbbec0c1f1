import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel, type Consumer } from 'kafkajs';
import { DomainError } from '@app/domain';
import { committedOffsets, freshTopics, publish } from '../../support/kafka/topics';
import { waitUntil } from '../../support/wait-until';
import { consume, places } from './batch-consumer';

const SESSION_MS = 10_000;

/** A client whose connections can be cut: to the broker its process is dead. */
function mortalKafka(brokers: readonly string[]): { kafka: Kafka; kill: () => void; revive: () => void } {
  const sockets = new Set<Socket>();
  let isDead = false;
  const kafka = new Kafka({
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
    retry: { retries: 0 },
    socketFactory: ({ host, port, onConnect }) => {
      const socket = new Socket();
      sockets.add(socket);
      if (isDead) process.nextTick(() => socket.destroy(new Error('dead')));
      else socket.connect(port, host, onConnect);
      return socket;
    },
  });
  const kill = (): void => {
    isDead = true;
    for (const socket of sockets) socket.destroy(new Error('dead'));
  };
  const revive = (): void => {
    isDead = false;
  };
  return { kafka, kill, revive };
}

describe('KafkaBatchServer over the length of a session', () => {
  it('keeps its partition while a handler takes longer than a session', async () => {
    const config = await freshTopics();
    await publish(config.topic, [{ value: 'slow' }, { value: 'slow too' }]);
    const slow = await consume(config, () => sleep(SESSION_MS + 1500));
    const idle = await consume(config);
    await waitUntil('the slow one', async () => slow.handled.length + idle.handled.length > 0);
    await sleep(500);
    await Promise.all([slow.server.close(), idle.server.close()]);
    expect([...slow.handled, ...idle.handled]).toEqual(places(0, 2));
    expect(await committedOffsets(config)).toEqual([2]);
  });

  it('keeps its partition, and loses nothing, while its handler takes no more for longer than a session', async () => {
    const config = await freshTopics();
    await publish(config.topic, [{ value: '0' }, { value: '1' }]);
    const since = performance.now();
    let refusals = 0;
    const full = await consume(config, async () => {
      if (performance.now() - since > SESSION_MS + 3000) return;
      refusals++;
      throw new DomainError('rate_limited', 'Enough for now.', { retry_after_seconds: 1 });
    });
    await waitUntil('the first refusal', async () => refusals > 0);
    let joins = 0;
    const consumer = full.server.unwrap<Consumer>();
    consumer.on(consumer.events.GROUP_JOIN, () => void joins++);
    await sleep(SESSION_MS);
    await publish(config.topic, [{ value: '2' }]);
    await waitUntil('all of it', async () => full.handled.length === 3);
    expect([full.handled, joins]).toEqual([places(0, 3), 0]);
    // It comes again when it was told to, neither sooner nor much later.
    expect(refusals).toBeGreaterThan(5);
    expect(refusals).toBeLessThan(20);
    await full.server.close();
    expect(await committedOffsets(config)).toEqual([3]);
  });

  it('hands over again what a process had handled but not yet committed when it died', async () => {
    const config = await freshTopics();
    await publish(config.topic, [{ value: '0' }, { value: '1' }]);
    const mortal = mortalKafka(config.brokers);
    const dying = await consume(config, async () => mortal.kill(), mortal.kafka);
    await waitUntil('the last act', async () => dying.handled.length === 2);
    expect(await committedOffsets(config)).toEqual([0]);
    const heir = await consume(config);
    await waitUntil('the heir', async () => heir.handled.length === 2);
    expect(heir.handled).toEqual(places(0, 2));
    await heir.server.close();
    expect(await committedOffsets(config)).toEqual([2]);
    mortal.revive();
    await dying.server.close();
  });
});
