import { randomBytes } from 'node:crypto';
import {
  Kafka,
  logLevel,
  type Admin,
  type ITopicConfig,
  type KafkaMessage,
  type Message,
  type Producer,
} from 'kafkajs';
import type { KafkaConfig } from '@app/config';
import { serverAddresses } from '../servers/server-addresses';
import { waitUntil } from '../wait-until';

/** Topics of their own for a test, and a look at them past the code under test. */
export class TestKafka {
  private constructor(
    private readonly kafka: Kafka,
    private readonly admin: Admin,
    private readonly producer: Producer,
  ) {}

  static async connect(): Promise<TestKafka> {
    const { kafka: brokers } = serverAddresses();
    const kafka = new Kafka({ clientId: 'test', brokers, logLevel: logLevel.NOTHING });
    const test = new TestKafka(kafka, kafka.admin(), kafka.producer());
    await Promise.all([test.admin.connect(), test.producer.connect()]);
    return test;
  }

  /** A fresh name for topic, dead letter topic and group; the topics exist when it returns. */
  async fresh(partitions = 1, deadLetters: Partial<ITopicConfig> | 'none' = {}): Promise<KafkaConfig> {
    const topic = `test_${randomBytes(6).toString('hex')}`;
    const deadLetterTopic = `${topic}.dlq`;
    await this.create({ topic, numPartitions: partitions });
    if (deadLetters !== 'none') await this.create({ topic: deadLetterTopic, ...deadLetters });
    return { brokers: serverAddresses().kafka, clientId: 'test', topic, deadLetterTopic, groupId: `${topic}_group` };
  }

  async create(topic: ITopicConfig): Promise<void> {
    await this.admin.createTopics({ topics: [topic] });
  }

  async produce(topic: string, messages: Message[]): Promise<void> {
    await this.producer.send({ topic, messages });
  }

  /** What a group would go on with, by partition; 0 where it has committed nothing. */
  async committed({ groupId, topic }: Pick<KafkaConfig, 'groupId' | 'topic'>): Promise<number[]> {
    const [offsets] = await this.admin.fetchOffsets({ groupId, topics: [topic] });
    const partitions = [...(offsets?.partitions ?? [])].sort((one, other) => one.partition - other.partition);
    return partitions.map(({ offset }) => Math.max(0, Number(offset)));
  }

  /** Everything on a topic, once there are so many. */
  async read(topic: string, count: number): Promise<KafkaMessage[]> {
    const consumer = this.kafka.consumer({ groupId: `reader_${randomBytes(6).toString('hex')}`, maxWaitTimeInMs: 100 });
    const messages: KafkaMessage[] = [];
    await consumer.connect();
    try {
      await consumer.subscribe({ topic, fromBeginning: true });
      await consumer.run({ eachMessage: async ({ message }) => void messages.push(message) });
      await waitUntil(`${count} messages on ${topic}`, async () => messages.length >= count);
      return messages;
    } finally {
      await consumer.disconnect();
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.admin.disconnect(), this.producer.disconnect()]);
  }
}
