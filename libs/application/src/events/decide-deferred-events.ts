import { Injectable } from '@nestjs/common';
import { DomainError, isRetryable, retryAfterOf, toDomainError, type TenantScope } from '@app/domain';
import { DeferredEvents } from '../ports/deferred-events';
import { Transactions } from '../ports/transactions';
import { EventCompletion, type CompletedEvent, type Failures } from './event-completion';
import { EventDecisions } from './event-decisions';
import { EventPreparation, type Prepared } from './event-preparation';
import { ListenerCache, type Listeners } from './listener-cache';

/** After this time events whose process died are anyone's again. Whoever is slower only repeats what changes nothing. */
const LEASE_SECONDS = 30;
const BACKOFF_SECONDS = { first: 1, most: 60 };
/** However long a server asks to wait. */
const MOST_PATIENCE_SECONDS = 900;

export interface DecideDeferredCommand {
  /** How many events to take at most. */
  readonly limit: number;
  /** Aborted: nothing further is fetched. */
  readonly signal: AbortSignal;
}

export interface DecideDeferredOutcome {
  /** How many runs are new. */
  readonly runs: number;
  /** Events that have to wait longer. */
  readonly failures: readonly { readonly eventId: string; readonly error: DomainError }[];
}

/**
 * Fetches what deferred events of one scope lack, and decides them as any other event. What cannot be had now delays
 * its own events, however long it takes. Safe to run in any number of processes at once.
 */
@Injectable()
export class DecideDeferredEvents {
  constructor(
    private readonly transactions: Transactions,
    private readonly deferred: DeferredEvents,
    private readonly listeners: ListenerCache,
    private readonly completion: EventCompletion,
    private readonly preparation: EventPreparation,
    private readonly decisions: EventDecisions,
  ) {}

  async execute(scope: TenantScope, { limit, signal }: DecideDeferredCommand): Promise<DecideDeferredOutcome> {
    const claimed = await this.deferred.claim(scope, limit, LEASE_SECONDS);
    const failures: Failures = new Map();
    const completed = await this.completion.complete(scope, claimed, signal, failures);
    const runs = await this.decide(scope, completed, failures);
    await this.postpone(scope, failures);
    return { runs, failures: [...failures].map(([{ event }, error]) => ({ eventId: event.id, error })) };
  }

  /** Those at fault alone have to wait. What fails for all comes again with the lease. */
  private async decide(scope: TenantScope, events: readonly CompletedEvent[], failures: Failures): Promise<number> {
    if (events.length === 0) return 0;
    try {
      return await this.decideTogether(scope, events);
    } catch (error) {
      if (error instanceof DomainError && isRetryable(error.code)) throw error;
      const [first, ...others] = events;
      let runs = 0;
      if (others.length > 0) for (const one of events) runs += await this.decide(scope, [one], failures);
      else if (first) failures.set(first.deferred, toDomainError(error, 'The event could not be decided.'));
      return runs;
    }
  }

  private decideTogether(scope: TenantScope, events: readonly CompletedEvent[]): Promise<number> {
    return this.transactions.run(scope, async () => {
      // Who listens may have changed while objects were fetched: what counts is who listens now.
      const listeners = (await this.listeners.of(scope)) ?? new Map<string, never>();
      const candidates = events.map(({ deferred: { event, receivedAt }, fetched }) => {
        return { event, receivedAt, fetched, deliveries: 0 };
      });
      const { ready, incomplete } = await this.preparation.prepare(scope, candidates, listeners);
      const again = incomplete.map(({ event }) => ({ id: event.id, delaySeconds: 0 }));
      if (again.length > 0) await this.deferred.postpone(scope, again);
      return this.record(scope, ready, listeners);
    });
  }

  /** Whoever removes an event decides it. */
  private async record(scope: TenantScope, ready: Prepared['ready'], listeners: Listeners): Promise<number> {
    const ids = ready.map(({ event }) => event.id);
    const removed = await this.deferred.remove(scope, ids);
    const own = ready.flatMap((one) => {
      const deliveries = removed.get(one.event.id);
      return deliveries === undefined ? [] : [{ ...one, deliveries }];
    });
    return this.decisions.record(scope, own, listeners);
  }

  private async postpone(scope: TenantScope, failures: Failures): Promise<void> {
    if (failures.size === 0) return;
    const postponements = [...failures].map(([{ event, attempts }, error]) => {
      return { id: event.id, delaySeconds: delayOf(attempts, error), reason: error.message };
    });
    await this.deferred.postpone(scope, postponements);
  }
}

/** A server that asks to wait is waited for. */
function delayOf(attempts: number, { details }: DomainError): number {
  const backoff = Math.min(BACKOFF_SECONDS.most, BACKOFF_SECONDS.first * 2 ** Math.min(attempts, 10));
  return Math.max(backoff, Math.min(MOST_PATIENCE_SECONDS, retryAfterOf(details) ?? 0));
}
