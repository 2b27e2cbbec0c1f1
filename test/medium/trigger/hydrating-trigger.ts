import { randomBytes } from 'node:crypto';
import {
  BillingGateway,
  ConnectionRepository,
  DeferredEvents,
  DefinitionRepository,
  EventLog,
  type RecordedEvent,
} from '@app/application';
import { FlexpriceAccounts, FlexpriceBillingModule, type FlexpriceAccount } from '@app/billing';
import type { KafkaConfig } from '@app/config';
import type { Definition, TenantScope } from '@app/domain';
import type { KafkaBatch } from '@app/kafka';
import { aConnection } from '../../support/builders/connections';
import { aDefinition } from '../../support/builders/definitions';
import { startDatabaseApp, type DatabaseApp } from '../../support/database/database-app';
import type { FlexpriceStandIn, SystemEvent } from '../../support/flexprice';
import { accountOf } from '../../support/flexprice/flexprice-world';
import { freshTopics } from '../../support/kafka/topics';
import { waitUntil } from '../../support/wait-until';
import { runTrigger, type RunningTrigger } from './running-trigger';

export interface HydratingWorld extends DatabaseApp {
  readonly triggers: RunningTrigger[];
  /** Starts a trigger that hydrates events, over topics that nobody writes to if none are given. */
  start(kafka?: KafkaConfig): Promise<RunningTrigger>;
  connect(scope: TenantScope, standIn: FlexpriceStandIn): Promise<void>;
  define(scope: TenantScope, fields: Partial<Definition>): Promise<Definition>;
  /** Effects as steps have them. */
  readonly gateway: BillingGateway;
  /** An event as it can be asked for; waits until it has arrived. */
  event(scope: TenantScope, id: string, until?: (event: RecordedEvent) => boolean): Promise<RecordedEvent>;
}

const encryption = { keys: [{ id: 'test', bytes: randomBytes(32) }] };
const billing = { adapter: 'flexprice', sandboxFaults: false } as const;

/** Scopes, each connected to a stand-in, and triggers on one database. */
export async function hydratingWorld(): Promise<HydratingWorld> {
  const standIns = new Map<string, FlexpriceStandIn>();
  class StandInAccounts extends FlexpriceAccounts {
    async of(scope: TenantScope): Promise<FlexpriceAccount> {
      const standIn = standIns.get(scope.tenantId);
      if (!standIn) throw new Error('This scope is not connected');
      return accountOf(standIn, scope);
    }
  }
  const accounts = { provide: FlexpriceAccounts, useClass: StandInAccounts };
  const world = await startDatabaseApp(FlexpriceBillingModule.forRoot(accounts));
  const triggers: RunningTrigger[] = [];
  // Grows with the stand-ins.
  const origins: string[] = [];
  const config = { billing, encryption, flexprice: { origins } };
  return {
    ...world,
    triggers,
    gateway: world.app.get(BillingGateway),
    async start(kafka) {
      const trigger = await runTrigger(kafka ?? (await freshTopics()), world.database.url, {}, config);
      triggers.push(trigger);
      return trigger;
    },
    async connect(scope, standIn) {
      standIns.set(scope.tenantId, standIn);
      const { baseUrl, apiKey } = accountOf(standIn, scope);
      origins.push(new URL(baseUrl).origin);
      const connection = aConnection({ baseUrl, userId: `user_${scope.tenantId}` });
      // By a trigger, which opens the secrets.
      const connections = triggers[0]?.app.get(ConnectionRepository, { strict: false });
      await connections?.insert(scope, connection, { apiKey, webhookSecrets: [] });
    },
    async define(scope, fields) {
      const definition = aDefinition(fields);
      await world.app.get(DefinitionRepository).insert(scope, definition);
      return definition;
    },
    event: (scope, id, until = () => true) =>
      waitUntil(`event ${id}`, async () => {
        const found = await ((await world.app.get(DeferredEvents).find(scope, id)) ??
          world.app.get(EventLog).find(scope, id));
        return found && until(found) && found;
      }),
  };
}

let nextOffset = 0;

/** A batch as the transport hands it over. */
export function batchOf(...events: SystemEvent[]): KafkaBatch {
  const messages = events.map((event) => {
    const value = Buffer.from(JSON.stringify(event));
    return { key: null, value, headers: {}, offset: String(nextOffset++), timestamp: '0' };
  });
  return { topic: 'system_events', partition: 0, messages };
}
