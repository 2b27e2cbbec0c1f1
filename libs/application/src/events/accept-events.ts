import { Injectable } from '@nestjs/common';
import { decide, toTriggerEvent, type EventDecision, type SystemEvent, type TenantScope } from '@app/domain';
import { EventLog, type ArrivedEvent, type DecisionToRecord } from '../ports/event-log';
import type { NewExecution } from '../ports/execution-repository';
import { Transactions } from '../ports/transactions';
import { newId } from '../shared/new-id';
import { ListenerCache, type Listeners } from './listener-cache';

export interface AcceptEventsCommand {
  /** Decoded, all of one scope. */
  readonly events: readonly SystemEvent[];
}

type Chains = ReadonlyMap<string, readonly string[]>;

/**
 * PRD UC-2: records events, what each means for every definition that listens to it, and one pending run per match,
 * however often an event arrives. When it returns, all of it is durable and the events may be forgotten.
 */
@Injectable()
export class AcceptEvents {
  constructor(
    private readonly transactions: Transactions,
    private readonly log: EventLog,
    private readonly listeners: ListenerCache,
  ) {}

  /** @returns how many runs are new */
  execute(scope: TenantScope, { events }: AcceptEventsCommand): Promise<number> {
    return this.transactions.run(scope, async () => {
      const listeners = await this.listeners.of(scope);
      if (!listeners) return 0;
      const chains = await this.chains(scope, events);
      return this.log.accept(scope, arrivals(events, listeners, chains));
    });
  }

  /** What an event says of its cause is believed only where the scope has that run, and then by the run's own row. */
  private async chains(scope: TenantScope, events: readonly SystemEvent[]): Promise<Chains> {
    const causes = new Set(events.flatMap(({ causation }) => causation?.executionId ?? []));
    return causes.size === 0 ? new Map() : this.log.chains(scope, [...causes]);
  }
}

/** The first message of an event counts; the others are deliveries of it. */
function arrivals(events: readonly SystemEvent[], listeners: Listeners, chains: Chains): ArrivedEvent[] {
  const found = new Map<string, ArrivedEvent>();
  for (const event of events) {
    const before = found.get(event.id);
    if (before) found.set(event.id, { ...before, deliveries: before.deliveries + 1 });
    else found.set(event.id, { event, deliveries: 1, decisions: decisionsOn(event, listeners, chains) });
  }
  return [...found.values()];
}

function decisionsOn(event: SystemEvent, listeners: Listeners, chains: Chains): DecisionToRecord[] {
  const chain = chains.get(event.causation?.executionId ?? '') ?? [];
  return decide(event, listeners.get(event.name) ?? [], chain).map((decision) =>
    decision.verdict === 'started' ? { ...decision, execution: newExecution(event, decision, chain) } : decision,
  );
}

function newExecution(event: SystemEvent, { definition }: EventDecision, causes: readonly string[]): NewExecution {
  return {
    id: newId('exec'),
    definitionId: definition.id,
    definitionName: definition.name,
    definitionVersion: definition.version,
    triggerType: 'event',
    triggerKey: `event:${event.id}`,
    eventId: event.id,
    triggerEvent: toTriggerEvent(event, causes.length),
    causes,
  };
}
