import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Kafka, logLevel } from 'kafkajs';
import { TestKafka } from '../../support/kafka/test-kafka';
import { waitUntil } from '../../support/wait-until';
import { consume, places } from './batch-consumer';

const SESSION_MS = 10_000;

/** A client whose connections can be cut for good: to the broker its process is dead. */
function mortalKafka(brokers: readonly string[]): { kafka: Kafka; kill: () => void } {
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
    for (const socket of sockets) socket.destroy();
  };
  return { kafka, kill };
}

describe('KafkaBatchServer over the length of a session', () => {
  let kafka: TestKafka;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    kafka = await TestKafka.connect();
  });
  afterAll(() => kafka.close());

  it('keeps its partition while a handler takes longer than a session', async () => {
    const config = await kafka.fresh();
    await kafka.produce(config.topic, [{ value: 'slow' }, { value: 'slow too' }]);
    const slow = await consume(config, () => sleep(SESSION_MS + 1500));
    const idle = await consume(config);
    await waitUntil('the slow one', async () => slow.handled.length + idle.handled.length > 0);
    await sleep(500);
    await Promise.all([slow.server.close(), idle.server.close()]);
    expect([...slow.handled, ...idle.handled]).toEqual(places(0, 2));
    expect(await kafka.committed(config)).toEqual([2]);
  });

  it('hands over again what a process had handled but not yet committed when it died', async () => {
    const config = await kafka.fresh();
    await kafka.produce(config.topic, [{ value: '0' }, { value: '1' }]);
    const mortal = mortalKafka(config.brokers);
    const dying = await consume(config, async () => mortal.kill(), mortal.kafka);
    await waitUntil('the last act', async () => dying.handled.length === 2);
    expect(await kafka.committed(config)).toEqual([0]);
    const heir = await consume(config);
    await waitUntil('the heir', async () => heir.handled.length === 2);
    expect(heir.handled).toEqual(places(0, 2));
    await Promise.all([heir.server.close(), dying.server.close()]);
    expect(await kafka.committed(config)).toEqual([2]);
  });
});
