import { randomUUID } from 'node:crypto';
import { Kafka, logLevel, type Producer } from 'kafkajs';
import type { Ready } from './run-platform';

export interface EventFields {
  readonly id?: string;
  readonly event_name: string;
  readonly tenant_id: string;
  readonly environment_id: string;
  readonly payload?: Record<string, unknown>;
}

/** Publishes system events as an upstream service does: null key, nanosecond times. */
export class EventProducer {
  private constructor(
    private readonly producer: Producer,
    private readonly topic: string,
  ) {}

  static async connect({ kafka, topic }: Ready): Promise<EventProducer> {
    const producer = new Kafka({ clientId: 'upstream', brokers: kafka, logLevel: logLevel.NOTHING }).producer();
    await producer.connect();
    return new EventProducer(producer, topic);
  }

  /** @returns the events' ids */
  async publish(...events: EventFields[]): Promise<string[]> {
    const complete = events.map((event) => ({
      id: `sys_event_${randomUUID()}`,
      user_id: 'user_upstream',
      timestamp: new Date().toISOString().replace('Z', '123456Z'),
      ...event,
    }));
    await this.publishRaw(...complete.map((event) => JSON.stringify(event)));
    return complete.map(({ id }) => id);
  }

  async publishRaw(...values: string[]): Promise<void> {
    await this.producer.send({ topic: this.topic, messages: values.map((value) => ({ key: null, value })) });
  }

  disconnect(): Promise<void> {
    return this.producer.disconnect();
  }
}
