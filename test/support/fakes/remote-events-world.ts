import {
  AcceptEvents,
  DecideDeferredEvents,
  EventCompletion,
  EventDecisions,
  GetEvent,
  ListenerCache,
  PrepareRemoteEvents,
  type DecideDeferredOutcome,
} from '@app/application';
import type { JsonObject, SystemEvent } from '@app/domain';
import { aConnection, SECRETS } from '../builders/connections';
import { ACME_PROD } from '../builders/scopes';
import { FakeBillingObjects } from '../fakes/fake-billing-objects';
import { FakeConnectionRepository } from '../fakes/fake-connection-repository';
import { FakeDeferredEvents } from '../fakes/fake-deferred-events';
import { FakeDefinitionRepository } from '../fakes/fake-definition-repository';
import { FakeEventLog } from '../fakes/fake-event-log';
import { FakeExecutionRepository, FakeRuns } from '../fakes/fake-executions';
import { FakeRunEffects } from '../fakes/fake-run-effects';
import { FakeTransactions } from '../fakes/fake-transactions';

/** Whose key the connection has. */
export const OURS = 'user_service';
export const ADA = { id: 'cust_1', name: 'Ada', address_country: 'DE' };

/** As another user makes the server publish it. */
export function anEvent(id: string, fields: Partial<SystemEvent> = {}): SystemEvent {
  const event = { id, name: 'customer.created', scope: ACME_PROD, timestamp: new Date().toISOString() };
  return { ...event, userId: 'user_crm', payload: { customer_id: 'cust_1' }, ...fields };
}

/** The way of events of a server that ACME_PROD is connected to, on fakes. */
export async function remoteEventsWorld() {
  const definitions = new FakeDefinitionRepository();
  const runs = new FakeRuns(definitions);
  const log = new FakeEventLog(definitions, runs, new FakeExecutionRepository(runs));
  const [deferred, connections, objects] = [
    new FakeDeferredEvents(log),
    new FakeConnectionRepository(),
    new FakeBillingObjects(),
  ];
  const [effects, transactions, listeners] = [
    new FakeRunEffects(),
    new FakeTransactions(),
    new ListenerCache(log, true),
  ];
  const preparation = new PrepareRemoteEvents(connections, effects, log);
  const decisions = new EventDecisions(log);
  const completion = new EventCompletion(connections, objects, listeners);
  const acceptEvents = new AcceptEvents(transactions, listeners, preparation, deferred, decisions);
  const decideDeferred = new DecideDeferredEvents(
    transactions,
    deferred,
    listeners,
    completion,
    preparation,
    decisions,
  );
  const connection = aConnection({ userId: OURS });
  await connections.insert(ACME_PROD, connection, SECRETS);
  objects.put(ADA);
  return {
    ...{ definitions, runs, log, deferred, connections, connection, objects, effects, decideDeferred },
    accept: (...events: SystemEvent[]): Promise<number> => acceptEvents.execute(ACME_PROD, { events }),
    decide: (signal = new AbortController().signal): Promise<DecideDeferredOutcome> =>
      decideDeferred.execute(ACME_PROD, { limit: 25, signal }),
    get: (id: string) => new GetEvent(log, deferred).execute(ACME_PROD, { id }),
    started: (): JsonObject[] => runs.rows.map(({ start }) => start.triggerEvent.payload),
  };
}
