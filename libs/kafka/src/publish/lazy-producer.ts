import type { Kafka, Message, Producer } from 'kafkajs';
import { DomainError } from '@app/domain';

/** A producer that connects with its first message. Every message is on all replicas in sync when `send` returns. */
export class LazyProducer {
  private readonly producer: Producer;
  private connected?: Promise<void>;

  constructor(kafka: Kafka) {
    this.producer = kafka.producer({ allowAutoTopicCreation: false, retry: { retries: 5, maxRetryTime: 2000 } });
  }

  /** @throws unavailable; then some of the messages may be there already */
  async send(topic: string, messages: Message[]): Promise<void> {
    try {
      await this.connect();
      await this.producer.send({ topic, messages, acks: -1 });
    } catch (error) {
      throw new DomainError('unavailable', 'Kafka cannot be reached at the moment.', {}, { cause: error });
    }
  }

  async disconnect(): Promise<void> {
    if (this.connected) await this.producer.disconnect();
  }

  private connect(): Promise<void> {
    this.connected ??= this.producer.connect().catch((error: unknown) => {
      this.connected = undefined;
      throw error;
    });
    return this.connected;
  }
}
