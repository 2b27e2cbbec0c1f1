import { Socket } from 'node:net';
import { Kafka, logLevel } from 'kafkajs';
import { freshTopics, publish } from '../../support/kafka/topics';
import { waitUntil } from '../../support/wait-until';
import { consume, places } from './batch-consumer';

const LARGE = 'x'.repeat(20_000);

/** A client whose first connections break in the middle of a large answer: some of it has arrived, the rest never does. */
function cutOffKafka(brokers: readonly string[], cuts: number): { kafka: Kafka; left: () => number } {
  let left = cuts;
  const socketFactory = ({ host, port, onConnect }: { host: string; port: number; onConnect: () => void }): Socket => {
    const socket = new Socket();
    const emit = socket.emit.bind(socket) as (name: string, ...args: unknown[]) => boolean;
    const cutting = (name: string, ...args: unknown[]): boolean => {
      const [data] = args;
      if (name !== 'data' || !Buffer.isBuffer(data) || data.length < LARGE.length || left === 0)
        return emit(name, ...args);
      left -= 1;
      emit('data', data.subarray(0, LARGE.length / 2));
      socket.destroy(new Error('cut'));
      return true;
    };
    socket.emit = cutting as typeof socket.emit;
    return socket.connect(port, host, onConnect);
  };
  const retry = { initialRetryTime: 50, retries: 10 };
  const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING, retry, socketFactory });
  return { kafka, left: () => left };
}

it('reads on after connections that broke in the middle of an answer', async () => {
  const config = await freshTopics();
  await publish(config.topic, [{ value: LARGE }, { value: LARGE }, { value: LARGE }]);
  const { kafka, left } = cutOffKafka(config.brokers, 2);
  const consumer = await consume(config, undefined, kafka);
  await waitUntil('all messages', async () => consumer.handled.length === 3);
  await consumer.server.close();
  expect(consumer.handled).toEqual(places(0, 3));
  expect(left()).toBe(0);
});
