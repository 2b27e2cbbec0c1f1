import { Inject, Injectable, Logger } from '@nestjs/common';
import { AcceptEvents, DeadLetterLog, PendingExecutions } from '@app/application';
import type { FlowConfig } from '@app/config';
import { DomainError, isRetryable, type SystemEvent, type TenantScope } from '@app/domain';
import {
  DeadLetterPublisher,
  PartlyHandled,
  type DeadLetter,
  type Handled,
  type KafkaBatch,
  type RawMessage,
  type Unreadable,
} from '@app/kafka';
import { FLOW } from '../flow';
import { deadLetters, eventsRead, runsOrdered } from '../metrics';
import { DeferredBacklog } from '../hydration/deferred-backlog';
import { DecodeOnce, type Known } from './decode-once';
import { Room } from './room';
import { ScopeTurns } from './scope-turns';
import { Suspects } from './suspects';

/** Events of one scope that are taken before the next scope has its turn. */
const SHARE = 25;
/** Then the rest comes again, and with it what others have published meanwhile. */
const SLICE_MS = 20;

interface Readable {
  readonly event: SystemEvent;
  readonly scope: TenantScope;
  readonly message: RawMessage;
}

/** How far a batch has come. */
interface Progress {
  readonly batch: KafkaBatch;
  readonly letters: DeadLetter[];
  /** Messages that must come again, though others of the batch went through, and why. */
  readonly failures: Map<string, unknown>;
}

/**
 * From messages to pending runs, scopes in turn. Of the messages that it returns, the runs are stored and what cannot be
 * read lies on the dead letter topic: they may be forgotten. When it throws, all of them come again, which changes
 * nothing.
 */
@Injectable()
export class EventIntake {
  private readonly logger = new Logger(EventIntake.name);
  private readonly suspects = new Suspects();
  private readonly decodeOnce = new DecodeOnce();
  private readonly turns = new ScopeTurns();
  private readonly room: Room;

  constructor(
    private readonly acceptEvents: AcceptEvents,
    private readonly publisher: DeadLetterPublisher,
    private readonly letters: DeadLetterLog,
    pending: PendingExecutions,
    private readonly backlog: DeferredBacklog,
    @Inject(FLOW) private readonly config: Pick<FlowConfig, 'mostPending' | 'mostDeferred'>,
  ) {
    this.room = new Room(pending, config);
  }

  async take(batch: KafkaBatch): Promise<Handled> {
    await this.mustHaveRoom();
    const { readable, letters } = sort(batch, this.decodeOnce.all(batch));
    const progress: Progress = { batch, letters, failures: new Map() };
    const taken = letters.map(({ message }) => message.offset);
    const end = performance.now() + SLICE_MS;
    for (const [scope, items] of this.turns.of(readable, SHARE)) {
      await this.accept(scope, items, progress);
      taken.push(...items.map(({ message }) => message.offset));
      if (performance.now() > end) break;
    }
    await this.putAside(letters);
    const handled = taken.filter((offset) => !progress.failures.has(offset));
    eventsRead.inc(handled.length);
    this.suspects.clear(batch, handled);
    this.decodeOnce.forget(batch, handled);
    const [failure] = progress.failures.values();
    if (progress.failures.size > 0) throw new PartlyHandled(handled, failure);
    return handled;
  }

  /** Deferred events are no backlog, since one scope's server must not stop the others, up to what the database can hold. */
  private async mustHaveRoom(): Promise<void> {
    const { mostPending, mostDeferred } = this.config;
    if (this.backlog.count >= mostDeferred) throw full(`${mostDeferred} events wait for what they lack`);
    if (!(await this.room.isThere())) throw full(`${mostPending} runs are pending`);
  }

  private async putAside(letters: readonly DeadLetter[]): Promise<void> {
    if (letters.length === 0) return;
    await this.publisher.publish(letters);
    await this.letters.record(letters.map(({ message: { offset }, ...letter }) => ({ ...letter, offset })));
    deadLetters.inc(letters.length);
    for (const { reason, pointer, partition, message } of letters)
      this.logger.warn({ reason, pointer, partition, offset: message.offset, msg: 'A message was put aside' });
  }

  private async accept(scope: TenantScope, items: readonly Readable[], progress: Progress): Promise<void> {
    try {
      const runs = await this.acceptEvents.execute(scope, { events: items.map(({ event }) => event) });
      this.room.use(runs);
      runsOrdered.inc(runs);
    } catch (error) {
      const [first, ...others] = items;
      // What fails for all tells nothing of these events; but together they may have been too much.
      if (error instanceof DomainError && isRetryable(error.code) && !(error.code === 'timeout' && others.length > 0))
        throw error;
      // One by one, so that the others of the scope are not held up by the one at fault.
      if (others.length > 0) for (const item of items) await this.accept(scope, [item], progress);
      else if (first) this.reject(first, error, progress);
    }
  }

  private reject({ message }: Readable, error: unknown, { batch, letters, failures }: Progress): void {
    const isCertain = error instanceof DomainError;
    if (!isCertain && !this.suspects.failed(batch, message)) failures.set(message.offset, error);
    else letters.push(letter(batch, message, { reason: isCertain ? error.message : 'The event fails.', pointer: '' }));
  }
}

function full(what: string): DomainError {
  const again = { retry_after_seconds: 1 };
  return new DomainError('rate_limited', `${what}: no event is read until there are fewer.`, again);
}

function sort(batch: KafkaBatch, known: readonly Known[]): { readable: Readable[]; letters: DeadLetter[] } {
  const readable: Readable[] = [];
  const letters: DeadLetter[] = [];
  for (const { message, decoded } of known) {
    if ('event' in decoded) readable.push({ event: decoded.event, scope: decoded.event.scope, message });
    else letters.push(letter(batch, message, decoded.unreadable));
  }
  return { readable, letters };
}

function letter({ topic, partition }: KafkaBatch, message: RawMessage, unreadable: Unreadable): DeadLetter {
  return { ...unreadable, message, topic, partition };
}
