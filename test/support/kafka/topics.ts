import { randomBytes } from 'node:crypto';
import { Kafka, logLevel, type KafkaMessage } from 'kafkajs';
import type { KafkaConfig } from '@app/config';
import { serverAddresses } from '../servers/server-addresses';
import { waitUntil } from '../wait-until';

function client(): Kafka {
  return new Kafka({ clientId: 'test', brokers: serverAddresses().kafka, logLevel: logLevel.NOTHING });
}

/** Topics and a group of their own, so that tests do not meet. */
export async function freshTopics(partitions = 1): Promise<KafkaConfig> {
  const topic = `test-${randomBytes(6).toString('hex')}`;
  const deadLetterTopic = `${topic}.dlq`;
  const admin = client().admin();
  await admin.connect();
  const topics = [topic, deadLetterTopic].map((name) => ({ topic: name, numPartitions: partitions }));
  await admin.createTopics({ topics, waitForLeaders: false });
  await waitUntil('the topics', async () => {
    const metadata = await admin.fetchTopicMetadata({ topics: [topic, deadLetterTopic] }).catch(() => undefined);
    return metadata?.topics.every(
      (found) => found.partitions.length === partitions && found.partitions.every(({ leader }) => leader >= 0),
    );
  });
  await admin.disconnect();
  return { brokers: serverAddresses().kafka, clientId: 'test', topic, deadLetterTopic, groupId: topic };
}

export async function publish(
  topic: string,
  messages: { value: string | null; partition?: number; key?: string; headers?: Record<string, string> }[],
): Promise<void> {
  const producer = client().producer();
  await producer.connect();
  await producer.send({ topic, messages });
  await producer.disconnect();
}

/** The messages of a topic, once there are that many. */
export async function readAll(topic: string, count: number): Promise<KafkaMessage[]> {
  const consumer = client().consumer({ groupId: randomBytes(6).toString('hex') });
  const messages: KafkaMessage[] = [];
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({ eachMessage: async ({ message }) => void messages.push(message) });
  await waitUntil(`${count} messages on ${topic}`, async () => messages.length >= count);
  await consumer.disconnect();
  return messages;
}

/** The next offset that the group would read, by partition. */
export async function committedOffsets({ topic, groupId }: KafkaConfig): Promise<Record<number, number>> {
  const admin = client().admin();
  await admin.connect();
  const [found] = await admin.fetchOffsets({ groupId, topics: [topic] });
  await admin.disconnect();
  return Object.fromEntries((found?.partitions ?? []).map(({ partition, offset }) => [partition, Number(offset)]));
}
