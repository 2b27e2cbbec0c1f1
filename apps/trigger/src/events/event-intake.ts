import { Injectable, Logger } from '@nestjs/common';
import { AcceptEvents } from '@app/application';
import { DomainError, groupByScope, isRetryable, type SystemEvent, type TenantScope } from '@app/domain';
import {
  DeadLetterPublisher,
  decodeEvent,
  type DeadLetter,
  type KafkaBatch,
  type RawMessage,
  type Unreadable,
} from '@app/kafka';

interface Readable {
  readonly event: SystemEvent;
  readonly scope: TenantScope;
  readonly message: RawMessage;
}

/**
 * From messages to pending runs. When it returns, the runs are stored and what cannot be read lies on the dead letter
 * topic: the messages may be forgotten. When it throws, all of them come again, which changes nothing.
 */
@Injectable()
export class EventIntake {
  private readonly logger = new Logger(EventIntake.name);

  constructor(
    private readonly acceptEvents: AcceptEvents,
    private readonly deadLetters: DeadLetterPublisher,
  ) {}

  async take(batch: KafkaBatch): Promise<void> {
    const { readable, letters } = sort(batch);
    for (const [scope, items] of groupByScope(readable)) letters.push(...(await this.accept(scope, items, batch)));
    await this.deadLetters.publish(letters);
    for (const { reason, pointer, partition, message } of letters)
      this.logger.warn({ reason, pointer, partition, offset: message.offset, msg: 'A message was put aside' });
  }

  /** @returns those that can never be stored; they must not hold up the rest of the partition for ever */
  private async accept(scope: TenantScope, items: readonly Readable[], batch: KafkaBatch): Promise<DeadLetter[]> {
    try {
      await this.acceptEvents.execute(scope, { events: items.map(({ event }) => event) });
      return [];
    } catch (error) {
      if (!(error instanceof DomainError) || isRetryable(error.code)) throw error;
      const [first, ...others] = items;
      if (first && others.length === 0) return [letter(batch, first.message, { reason: error.message, pointer: '' })];
      const letters = [];
      for (const item of items) letters.push(...(await this.accept(scope, [item], batch)));
      return letters;
    }
  }
}

function sort(batch: KafkaBatch): { readable: Readable[]; letters: DeadLetter[] } {
  const readable: Readable[] = [];
  const letters: DeadLetter[] = [];
  for (const message of batch.messages) {
    const decoded = decodeEvent(message);
    if ('event' in decoded) readable.push({ event: decoded.event, scope: decoded.event.scope, message });
    else letters.push(letter(batch, message, decoded.unreadable));
  }
  return { readable, letters };
}

function letter({ topic, partition }: KafkaBatch, message: RawMessage, unreadable: Unreadable): DeadLetter {
  return { ...unreadable, message, topic, partition };
}
