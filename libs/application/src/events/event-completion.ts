import { Injectable } from '@nestjs/common';
import { DomainError, toDomainError, type Fetched, type TenantScope } from '@app/domain';
import { BillingObjects } from '../ports/billing-objects';
import { ConnectionRepository } from '../ports/connection-repository';
import type { DeferredEvent } from '../ports/deferred-events';
import { inLanes } from '../shared/in-lanes';
import { BatchFetches } from './batch-fetches';
import { ListenerCache } from './listener-cache';
import { needsOfEvent } from './prepare-remote-events';

/** Fetches at the same time, of one scope. */
const LANES = 8;

export interface CompletedEvent {
  readonly deferred: DeferredEvent;
  readonly fetched: Fetched;
}

/** A server that reads from replicas may not show yet what it has just told of. */
const YOUNG_MS = 5000;

/** Why events have to wait longer. */
export type Failures = Map<DeferredEvent, DomainError>;

/** Fetches what events lack, outside of any transaction. */
@Injectable()
export class EventCompletion {
  constructor(
    private readonly connections: ConnectionRepository,
    private readonly objects: BillingObjects,
    private readonly listeners: ListenerCache,
  ) {}

  /** Nobody can be asked where the connection is gone: then events stay as they are. @param failures is added to */
  async complete(
    scope: TenantScope,
    events: readonly DeferredEvent[],
    signal: AbortSignal,
    failures: Failures,
  ): Promise<CompletedEvent[]> {
    const connection = events.length > 0 ? await this.connections.find(scope) : undefined;
    if (!connection) return events.map((deferred) => ({ deferred, fetched: new Map() }));
    const listeners = (await this.listeners.of(scope)) ?? new Map<string, never>();
    const fetches = new BatchFetches(this.objects, scope, signal);
    const completed: CompletedEvent[] = [];
    await inLanes(events, LANES, async (deferred) => {
      const { event } = deferred;
      try {
        const fetched = await fetches.complete(event.payload, needsOfEvent(event, listeners, connection));
        if (isYoung(deferred) && [...fetched.values()].includes(null)) throw notYet();
        completed.push({ deferred, fetched });
      } catch (error) {
        failures.set(deferred, toDomainError(error, 'The event could not be completed.'));
      }
    });
    return completed;
  }
}

function isYoung({ receivedAt }: DeferredEvent): boolean {
  return Date.now() - receivedAt.getTime() < YOUNG_MS;
}

function notYet(): DomainError {
  return new DomainError('not_found', 'The server does not show what the event names; perhaps it will in a moment.');
}
