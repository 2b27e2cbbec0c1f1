import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { IHeaders, Message } from 'kafkajs';
import type { KafkaConfig } from '@app/config';
import { DomainError } from '@app/domain';
import type { Unreadable } from '../codec/unreadable';
import type { RawMessage } from '../raw-message';
import type { LazyProducer } from './lazy-producer';

/** Marks a letter that only notes where its message lies. A value of null may be the message's own. */
export const NOTE_HEADER = 'x-dlq-note';

/** A message that cannot be read, where it lay, and why. */
export interface DeadLetter extends Unreadable {
  readonly message: RawMessage;
  readonly topic: string;
  readonly partition: number;
}

/** Puts messages aside that cannot be read: bytes, key and headers as they were, and the reason beside them. */
@Injectable()
export class DeadLetterPublisher implements OnApplicationShutdown {
  private readonly logger = new Logger(DeadLetterPublisher.name);

  constructor(
    private readonly producer: LazyProducer,
    private readonly config: Pick<KafkaConfig, 'deadLetterTopic'>,
  ) {}

  /** Returns once all are durable there. @throws unavailable: then some of them may be there already */
  async publish(letters: readonly DeadLetter[]): Promise<void> {
    if (letters.length === 0) return;
    const isSent = await this.trySend(letters.map(toMessage));
    if (!isSent) for (const letter of letters) await this.publishAlone(letter);
  }

  onApplicationShutdown(): Promise<void> {
    return this.producer.disconnect();
  }

  /** A message that the topic does not take must not hold up its partition for ever: a note of where it lies does. */
  private async publishAlone(letter: DeadLetter): Promise<void> {
    if (await this.trySend([toMessage(letter)])) return;
    const { topic, partition, message } = letter;
    this.logger.error({ topic, partition, offset: message.offset, msg: 'A dead letter is too large to be copied' });
    const reason = `${letter.reason} It is too large to be copied here and lies where it was.`;
    await this.producer.send(this.config.deadLetterTopic, [
      { key: null, value: null, headers: { ...facts({ ...letter, reason }), [NOTE_HEADER]: 'true' } },
    ]);
  }

  /** @returns false when one of them is too large for the topic */
  private async trySend(messages: Message[]): Promise<boolean> {
    try {
      await this.producer.send(this.config.deadLetterTopic, messages);
      return true;
    } catch (error) {
      if (error instanceof DomainError && error.code === 'payload_too_large') return false;
      throw error;
    }
  }
}

function toMessage(letter: DeadLetter): Message {
  const { key, value, headers } = letter.message;
  return { key, value, headers: { ...writable(headers), ...facts(letter) } };
}

/**
 * The client reads headers that it cannot write: ones without a value, and ones named like a member of every object
 * ("constructor"), to whose values it adds that member. Neither may hold up a partition.
 */
function writable(headers: RawMessage['headers']): IHeaders {
  const entries = Object.entries(headers).map(([name, value]) => {
    const values = [value].flat().map((each) => each ?? '');
    return [name, values.filter((each) => typeof each === 'string' || Buffer.isBuffer(each))] as const;
  });
  return Object.fromEntries(entries);
}

function facts({ message, topic, partition, reason, pointer }: DeadLetter): IHeaders {
  return {
    ...{ 'x-dlq-reason': reason, 'x-dlq-pointer': pointer, 'x-dlq-time': new Date().toISOString() },
    ...{ 'x-dlq-topic': topic, 'x-dlq-partition': String(partition), 'x-dlq-offset': message.offset },
  };
}
