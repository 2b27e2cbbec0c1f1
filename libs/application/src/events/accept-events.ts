import { Injectable } from '@nestjs/common';
import type { SystemEvent, TenantScope } from '@app/domain';
import { DeferredEvents } from '../ports/deferred-events';
import { Transactions } from '../ports/transactions';
import { EventDecisions } from './event-decisions';
import { EventPreparation, type Candidate } from './event-preparation';
import { ListenerCache } from './listener-cache';

export interface AcceptEventsCommand {
  /** Decoded, all of one scope. */
  readonly events: readonly SystemEvent[];
}

/**
 * PRD UC-2: records events, what each means for every definition that listens to it, and one pending run per match,
 * however often an event arrives. Those that cannot be decided yet are kept until they can. When it returns, all of it
 * is durable and the events may be forgotten.
 */
@Injectable()
export class AcceptEvents {
  constructor(
    private readonly transactions: Transactions,
    private readonly listeners: ListenerCache,
    private readonly preparation: EventPreparation,
    private readonly deferred: DeferredEvents,
    private readonly decisions: EventDecisions,
  ) {}

  /** @returns how many runs are new */
  execute(scope: TenantScope, { events }: AcceptEventsCommand): Promise<number> {
    return this.transactions.run(scope, async () => {
      const listeners = await this.listeners.of(scope);
      if (!listeners) return 0;
      const { ready, incomplete } = await this.preparation.prepare(scope, candidates(events), listeners);
      if (incomplete.length > 0) await this.deferred.add(scope, incomplete);
      return this.decisions.record(scope, ready, listeners);
    });
  }
}

/** The first message of an event counts; the others are deliveries of it. */
function candidates(events: readonly SystemEvent[]): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const event of events) {
    const { deliveries } = found.get(event.id) ?? { deliveries: 0 };
    found.set(event.id, { event: found.get(event.id)?.event ?? event, deliveries: deliveries + 1, fetched: new Map() });
  }
  return [...found.values()];
}
