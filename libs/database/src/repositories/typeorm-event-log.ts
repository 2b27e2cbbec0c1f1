import { Injectable } from '@nestjs/common';
import {
  EventLog,
  type ArrivedEvent,
  type DecisionToRecord,
  type ListeningDefinitions,
  type RecordedEvent,
} from '@app/application';
import { customerOfTrigger, type TenantScope } from '@app/domain';
import { ScopedDatabase } from '../connection/scoped-database';
import { present, type Nullable } from './present';
import { ACCEPT, CHAINS, FIND, LISTENING, REVISION, WITH_STEPS } from './event-log.sql';

interface Chain {
  readonly id: string;
  readonly chain: string[];
}

@Injectable()
export class TypeOrmEventLog extends EventLog {
  constructor(private readonly database: ScopedDatabase) {
    super();
  }

  async revision(scope: TenantScope): Promise<string | undefined> {
    return (await this.query<{ revision: string }>(scope, REVISION))[0]?.revision;
  }

  async listening(scope: TenantScope, withSteps = false): Promise<ListeningDefinitions | undefined> {
    return (await this.query<ListeningDefinitions>(scope, LISTENING(withSteps ? WITH_STEPS : '')))[0];
  }

  async chains(scope: TenantScope, executionIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const rows = await this.query<Chain>(scope, CHAINS, [executionIds]);
    return new Map(rows.map(({ id, chain }) => [id, chain]));
  }

  async accept(scope: TenantScope, arrived: readonly ArrivedEvent[], isLast = false): Promise<number> {
    const decisions = arrived.flatMap(({ event, decisions: made }) => made.map((one) => toDecisionRow(event.id, one)));
    const runs = arrived.flatMap(({ decisions: made }) => made.flatMap(({ execution }) => execution ?? []));
    const rows = runs.map(({ triggerEvent, ...run }) => ({
      ...run,
      customerId: customerOfTrigger(triggerEvent.payload),
    }));
    const parameters = [arrived.map(toEventRow), decisions, rows].map((list) => JSON.stringify(list));
    const accepted = isLast
      ? this.database.queryLast<{ count: number }[]>(scope, ACCEPT, parameters)
      : this.query<{ count: number }>(scope, ACCEPT, parameters);
    return (await accepted)[0]?.count ?? 0;
  }

  async find(scope: TenantScope, id: string): Promise<RecordedEvent | undefined> {
    const [row] = await this.query<Nullable<RecordedEvent>>(scope, FIND, [id]);
    return row && present(row);
  }

  async forget(before: Date, limit: number): Promise<number> {
    const sql = 'SELECT workflow.forget_events($1, $2) AS count';
    const [row] = await this.database.queryUnscoped<{ count: number }>(sql, [before, limit]);
    return row?.count ?? 0;
  }

  private query<T>(scope: TenantScope, sql: string, parameters: unknown[] = []): Promise<T[]> {
    return this.database.query(scope, sql, parameters);
  }
}

function toEventRow({ event, deliveries, decisions, receivedAt }: ArrivedEvent): object {
  const { id, name, timestamp: sentAt, payload, userId, entityType, entityId, causation } = event;
  const known = { id, name, sentAt, deliveries, receivedAt };
  if (decisions.length === 0) return known;
  // The same for each run of the event, and perhaps large: it is sent once.
  const triggerEvent = decisions.find(({ execution }) => execution)?.execution?.triggerEvent;
  return { ...known, payload, userId, entityType, entityId, causation, triggerEvent };
}

function toDecisionRow(eventId: string, { definition, verdict, finding, chain }: DecisionToRecord): object {
  const { id: definitionId, name: definitionName, version: definitionVersion } = definition;
  const detail = finding || chain ? { detail: { finding, chain } } : {};
  return { eventId, definitionId, definitionName, definitionVersion, verdict, ...detail };
}
