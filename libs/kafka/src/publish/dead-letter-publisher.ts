import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Message } from 'kafkajs';
import type { KafkaConfig } from '@app/config';
import type { Unreadable } from '../codec/unreadable';
import type { RawMessage } from '../raw-message';
import type { LazyProducer } from './lazy-producer';

/** A message that cannot be read, where it lay, and why. */
export interface DeadLetter extends Unreadable {
  readonly message: RawMessage;
  readonly topic: string;
  readonly partition: number;
}

/** Puts messages aside that cannot be read: bytes, key and headers as they were, and the reason beside them. */
@Injectable()
export class DeadLetterPublisher implements OnApplicationShutdown {
  constructor(
    private readonly producer: LazyProducer,
    private readonly config: Pick<KafkaConfig, 'deadLetterTopic'>,
  ) {}

  /** Returns once all are durable there. @throws unavailable */
  async publish(letters: readonly DeadLetter[]): Promise<void> {
    if (letters.length > 0) await this.producer.send(this.config.deadLetterTopic, letters.map(toMessage));
  }

  onApplicationShutdown(): Promise<void> {
    return this.producer.disconnect();
  }
}

function toMessage({ message, topic, partition, reason, pointer }: DeadLetter): Message {
  const origin = { 'x-dlq-topic': topic, 'x-dlq-partition': String(partition), 'x-dlq-offset': message.offset };
  const why = { 'x-dlq-reason': reason, 'x-dlq-pointer': pointer, 'x-dlq-time': new Date().toISOString() };
  return { key: message.key, value: message.value, headers: { ...message.headers, ...origin, ...why } };
}
