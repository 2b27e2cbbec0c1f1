import { randomBytes } from 'node:crypto';
import { Kafka, logLevel, type ITopicConfig, type KafkaMessage, type Message } from 'kafkajs';
import type { KafkaConfig } from '@app/config';
import { serverAddresses } from '../servers/server-addresses';
import { waitUntil } from '../wait-until';

function client(): Kafka {
  return new Kafka({ clientId: 'test', brokers: serverAddresses().kafka, logLevel: logLevel.NOTHING });
}

/** Topics and a group of their own, so that tests do not meet. @param deadLetters settings of the dead letter topic */
export async function freshTopics(partitions = 1, deadLetters: Partial<ITopicConfig> = {}): Promise<KafkaConfig> {
  const config = freshTopic();
  await createTopics(
    { topic: config.topic, numPartitions: partitions },
    { topic: config.deadLetterTopic, numPartitions: partitions, ...deadLetters },
  );
  return config;
}

/** The names alone; no topic exists yet. */
export function freshTopic(): KafkaConfig {
  const topic = `test-${randomBytes(6).toString('hex')}`;
  const { kafka: brokers } = serverAddresses();
  return { brokers, clientId: 'test', topic, deadLetterTopic: `${topic}.dlq`, groupId: topic };
}

export async function createTopics(...topics: ITopicConfig[]): Promise<void> {
  const admin = client().admin();
  await admin.connect();
  await admin.createTopics({ topics, waitForLeaders: false });
  await waitUntil('the topics', async () => {
    const metadata = await admin
      .fetchTopicMetadata({ topics: topics.map(({ topic }) => topic) })
      .catch(() => undefined);
    const partitions = metadata?.topics.map((topic) => topic.partitions) ?? [];
    return (
      partitions.length > 0 && partitions.every((each) => each.length > 0 && each.every(({ leader }) => leader >= 0))
    );
  });
  await admin.disconnect();
}

/** Each message once, also where the broker is slow and the client sends again. */
export async function publish(topic: string, messages: Message[]): Promise<void> {
  const producer = client().producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  await producer.send({ topic, messages });
  await producer.disconnect();
}

const valueOf = ({ value }: KafkaMessage): string => value?.toString('base64') ?? '';

/**
 * The messages of a topic, once there are that many. A producer sends again what was not acknowledged in time, so a
 * value may lie there twice: the first one counts.
 * @param keyOf what makes two messages the same
 */
export async function readAll(topic: string, count: number, keyOf = valueOf): Promise<KafkaMessage[]> {
  const consumer = client().consumer({ groupId: randomBytes(6).toString('hex'), maxWaitTimeInMs: 100 });
  const messages = new Map<string, KafkaMessage>();
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({ eachMessage: async ({ message }) => keepFirst(message) });
  await waitUntil(`${count} messages on ${topic}`, async () => messages.size >= count);
  await consumer.disconnect();
  return [...messages.values()];

  function keepFirst(message: KafkaMessage): void {
    if (!messages.has(keyOf(message))) messages.set(keyOf(message), message);
  }
}

/** The next offset that the group would read, by partition; 0 where it has committed nothing. */
export async function committedOffsets({ topic, groupId }: KafkaConfig): Promise<number[]> {
  const admin = client().admin();
  await admin.connect();
  const [found] = await admin.fetchOffsets({ groupId, topics: [topic] });
  await admin.disconnect();
  const partitions = [...(found?.partitions ?? [])].sort((one, other) => one.partition - other.partition);
  return partitions.map(({ offset }) => Math.max(0, Number(offset)));
}
