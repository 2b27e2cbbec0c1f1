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
import { Suspects } from './suspects';

interface Readable {
  readonly event: SystemEvent;
  readonly scope: TenantScope;
  readonly message: RawMessage;
}

/** How far a batch has come. */
interface Progress {
  readonly batch: KafkaBatch;
  readonly letters: DeadLetter[];
  /** Why messages must come again, though others of the batch went through. */
  readonly failures: unknown[];
}

/**
 * From messages to pending runs. When it returns, the runs are stored and what cannot be read lies on the dead letter
 * topic: the messages may be forgotten. When it throws, all of them come again, which changes nothing.
 */
@Injectable()
export class EventIntake {
  private readonly logger = new Logger(EventIntake.name);
  private readonly suspects = new Suspects();

  constructor(
    private readonly acceptEvents: AcceptEvents,
    private readonly deadLetters: DeadLetterPublisher,
  ) {}

  async take(batch: KafkaBatch): Promise<void> {
    const { readable, letters } = sort(batch);
    const progress: Progress = { batch, letters, failures: [] };
    for (const [scope, items] of groupByScope(readable)) await this.accept(scope, items, progress);
    if (progress.failures.length > 0) throw progress.failures[0];
    await this.deadLetters.publish(letters);
    this.suspects.clear(batch);
    for (const { reason, pointer, partition, message } of letters)
      this.logger.warn({ reason, pointer, partition, offset: message.offset, msg: 'A message was put aside' });
  }

  private async accept(scope: TenantScope, items: readonly Readable[], progress: Progress): Promise<void> {
    try {
      await this.acceptEvents.execute(scope, { events: items.map(({ event }) => event) });
    } catch (error) {
      // What fails for all tells nothing of these events.
      if (error instanceof DomainError && isRetryable(error.code)) throw error;
      const [first, ...others] = items;
      // One by one, so that the others of the scope are not held up by the one at fault.
      if (others.length > 0) for (const item of items) await this.accept(scope, [item], progress);
      else if (first) this.reject(first, error, progress);
    }
  }

  private reject({ message }: Readable, error: unknown, { batch, letters, failures }: Progress): void {
    const isCertain = error instanceof DomainError;
    if (!isCertain && !this.suspects.failed(batch, message)) failures.push(error);
    else letters.push(letter(batch, message, { reason: isCertain ? error.message : 'The event fails.', pointer: '' }));
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
