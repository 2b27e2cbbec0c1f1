import { Injectable } from '@nestjs/common';
import { decide, jsonBytes, toTriggerEvent, type EventDecision, type SystemEvent, type TenantScope } from '@app/domain';
import { EventLog, type ArrivedEvent, type DecisionToRecord } from '../ports/event-log';
import type { NewExecution } from '../ports/execution-repository';
import { Breath } from '../shared/breath';
import { newId } from '../shared/new-id';
import type { Listeners } from './listener-cache';

/** An event that can be decided, with how often and when it has arrived. */
export type Undecided = Omit<ArrivedEvent, 'decisions'>;

/** What goes to the database in one statement: each run keeps what triggered it. */
const MOST_RUNS = 500;
const MOST_BYTES = 8 * 1024 * 1024;
const BREATH_MS = 20;

type Chains = ReadonlyMap<string, readonly string[]>;

/** What events mean for those who listen, whichever way they have come; the last of the transaction around it. */
@Injectable()
export class EventDecisions {
  constructor(private readonly log: EventLog) {}

  /** @returns how many runs are new */
  async record(scope: TenantScope, events: readonly Undecided[], listeners: Listeners): Promise<number> {
    if (events.length === 0) return 0;
    const heard = events.filter(({ event }) => listeners.has(event.name));
    const chains = await this.chains(scope, heard);
    const arrived: ArrivedEvent[] = [];
    const breath = new Breath(BREATH_MS);
    for (const one of inLockOrder(events))
      arrived.push({ ...one, decisions: await decisionsOn(one.event, listeners, chains, breath) });
    let runs = 0;
    const statements = [...parts(arrived)];
    for (const part of statements) runs += await this.log.accept(scope, part, part === statements.at(-1));
    return runs;
  }

  /** What an event says of its cause is believed only where the scope has that run, and then by the run's own row. */
  private async chains(scope: TenantScope, events: readonly Undecided[]): Promise<Chains> {
    const causes = new Set(events.flatMap(({ event }) => event.causation?.executionId ?? []));
    return causes.size === 0 ? new Map() : this.log.chains(scope, [...causes]);
  }
}

/** Several statements must lock rows in one order, as each of them does. */
function inLockOrder(events: readonly Undecided[]): Undecided[] {
  return [...events].sort((a, b) => (a.event.id < b.event.id ? -1 : 1));
}

async function decisionsOn(
  event: SystemEvent,
  listeners: Listeners,
  chains: Chains,
  breath: Breath,
): Promise<DecisionToRecord[]> {
  const chain = chains.get(event.causation?.executionId ?? '') ?? [];
  const decisions: DecisionToRecord[] = [];
  for (const decision of decide(event, listeners.get(event.name) ?? [], chain)) {
    const starts = decision.verdict === 'started' && { execution: newExecution(event, decision, chain) };
    decisions.push({ ...decision, ...starts });
    await breath.take();
  }
  return decisions;
}

/** As many events at once as make a bearable statement. */
function* parts(arrived: readonly ArrivedEvent[]): Generator<ArrivedEvent[]> {
  let part: ArrivedEvent[] = [];
  let [runs, bytes] = [0, 0];
  for (const one of arrived) {
    part.push(one);
    const starts = one.decisions.filter(({ execution }) => execution).length;
    runs += starts;
    if (starts > 0) bytes += starts * jsonBytes(one.event.payload);
    if (runs < MOST_RUNS && bytes < MOST_BYTES) continue;
    yield part;
    [part, runs, bytes] = [[], 0, 0];
  }
  if (part.length > 0) yield part;
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
