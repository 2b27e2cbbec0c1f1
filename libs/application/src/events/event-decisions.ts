import { Injectable } from '@nestjs/common';
import { decide, toTriggerEvent, type EventDecision, type SystemEvent, type TenantScope } from '@app/domain';
import { EventLog, type ArrivedEvent, type DecisionToRecord } from '../ports/event-log';
import type { NewExecution } from '../ports/execution-repository';
import { newId } from '../shared/new-id';
import type { Listeners } from './listener-cache';

/** An event that can be decided, with how often and when it has arrived. */
export type Undecided = Omit<ArrivedEvent, 'decisions'>;

type Chains = ReadonlyMap<string, readonly string[]>;

/** What events mean for those who listen, whichever way they have come; within the transaction around it. */
@Injectable()
export class EventDecisions {
  constructor(private readonly log: EventLog) {}

  /** @returns how many runs are new */
  async record(scope: TenantScope, events: readonly Undecided[], listeners: Listeners): Promise<number> {
    if (events.length === 0) return 0;
    const chains = await this.chains(scope, events);
    const arrived = events.map((one) => ({ ...one, decisions: decisionsOn(one.event, listeners, chains) }));
    return this.log.accept(scope, arrived);
  }

  /** What an event says of its cause is believed only where the scope has that run, and then by the run's own row. */
  private async chains(scope: TenantScope, events: readonly Undecided[]): Promise<Chains> {
    const causes = new Set(events.flatMap(({ event }) => event.causation?.executionId ?? []));
    return causes.size === 0 ? new Map() : this.log.chains(scope, [...causes]);
  }
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
