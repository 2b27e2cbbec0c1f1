import { Injectable } from '@nestjs/common';
import {
  CAUSE_WINDOW_MS,
  causeOf,
  completePayload,
  idNamed,
  nextFetch,
  subjectId,
  uniteNeeds,
  type EventOrigin,
  type Needs,
  type RunEffect,
  type SystemEvent,
  type TenantScope,
} from '@app/domain';
import { ConnectionRepository, type Connection } from '../ports/connection-repository';
import { EventLog } from '../ports/event-log';
import { RunEffects } from '../ports/run-effects';
import type { Undecided } from './event-decisions';
import { EventPreparation, type Candidate, type Prepared } from './event-preparation';
import type { Listeners } from './listener-cache';

interface Traced extends Undecided {
  readonly origin: EventOrigin;
}

/** Events of a server that a scope is connected to: they name ids alone, and nothing of the runs that caused them. */
@Injectable()
export class PrepareRemoteEvents extends EventPreparation {
  constructor(
    private readonly connections: ConnectionRepository,
    private readonly effects: RunEffects,
    private readonly log: EventLog,
  ) {
    super();
  }

  async prepare(scope: TenantScope, candidates: readonly Candidate[], listeners: Listeners): Promise<Prepared> {
    const isHeard = ({ event }: Candidate): boolean => isAwaited(event, listeners);
    const connection = candidates.some(isHeard) ? await this.connections.find(scope) : undefined;
    if (!connection) return { ready: candidates, incomplete: [] };
    const heard = candidates.filter(isHeard);
    const incomplete = heard.filter((one) => !isComplete(one, listeners, connection));
    const complete = heard.filter((one) => !incomplete.includes(one)).map((one) => traced(one, listeners, connection));
    const others = candidates.filter((one) => !isHeard(one));
    return { ready: [...others, ...(await this.withCauses(scope, complete))], incomplete };
  }

  private async withCauses(scope: TenantScope, events: readonly Traced[]): Promise<Undecided[]> {
    const effects = await this.searchEffects(scope, events.filter(mayBeCaused));
    const causes = events.map((one) => (mayBeCaused(one) ? causeOf(one.event, one.origin, effects) : undefined));
    const known = new Set(causes.flatMap((cause) => cause ?? []));
    const chains = known.size === 0 ? new Map<string, string[]>() : await this.log.chains(scope, [...known]);
    return events.map(({ event, deliveries, receivedAt }, index) => {
      const executionId = causes[index] ?? '';
      const depth = chains.get(executionId)?.length;
      const causation = depth === undefined ? {} : { causation: { executionId, depth } };
      return { event: { ...event, ...causation }, deliveries, ...(receivedAt && { receivedAt }) };
    });
  }

  private async searchEffects(scope: TenantScope, events: readonly Traced[]): Promise<RunEffect[]> {
    if (events.length === 0) return [];
    const times = events.flatMap(({ event, origin }) => [Date.parse(event.timestamp), +origin.receivedAt]);
    return this.effects.search(scope, {
      madeIds: events.flatMap(({ event }) => subjectId(event) ?? []),
      customerIds: events.flatMap(({ origin }) => origin.customerId ?? []),
      since: new Date(Math.min(...times.filter((time) => !Number.isNaN(time))) - CAUSE_WINDOW_MS),
    });
  }
}

/** What must be in the payload of an event before it can be decided. */
export function needsOfEvent(event: SystemEvent, listeners: Listeners, { userId }: Connection): Needs {
  const read = (listeners.get(event.name) ?? []).filter(({ enabled }) => enabled);
  const needs = read.flatMap((listener) => listener.needs ?? []);
  return uniteNeeds(isOurs(event, userId) ? [...needs, { members: new Set(['customer_id']), all: false }] : needs);
}

function isComplete({ event, fetched }: Candidate, listeners: Listeners, connection: Connection): boolean {
  return nextFetch(event.payload, needsOfEvent(event, listeners, connection), fetched) === undefined;
}

function traced({ event, fetched, ...arrival }: Candidate, listeners: Listeners, connection: Connection): Traced {
  const payload = completePayload(event.payload, needsOfEvent(event, listeners, connection), fetched);
  const customerId = idNamed(event.payload, fetched, 'customer');
  const origin = {
    isOurs: isOurs(event, connection.userId),
    ...(customerId !== undefined && { customerId }),
    receivedAt: arrival.receivedAt ?? new Date(),
  };
  return { ...arrival, event: { ...event, payload }, origin };
}

/** Whoever only has disabled definitions waits for nothing. */
function isAwaited({ name }: SystemEvent, listeners: Listeners): boolean {
  return (listeners.get(name) ?? []).some(({ enabled }) => enabled);
}

/** What says itself which run has caused it says more than could be found out. */
function isOurs({ userId, causation }: SystemEvent, ourUser: string): boolean {
  return userId === ourUser && !causation;
}

/** Anything but what another user has done. */
function mayBeCaused({ event, origin }: Traced): boolean {
  return !event.causation && (origin.isOurs || event.userId === undefined);
}
