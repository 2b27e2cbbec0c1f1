import { Injectable } from '@nestjs/common';
import {
  DeferredEvents,
  type DeferredEvent,
  type DeferredLoad,
  type Postponement,
  type RecordedEvent,
} from '@app/application';
import type { SystemEvent, TenantScope } from '@app/domain';
import { DatabaseNotifications } from '../connection/database-notifications';
import { ScopedDatabase } from '../connection/scoped-database';
import { ADD, CLAIM, DEFERRED_CHANNEL, FIND, LOAD, POSTPONE, REMOVE, SCOPES } from './deferred-events.sql';

interface Row {
  /** Without its scope, which is the row's. */
  readonly event: Omit<SystemEvent, 'scope'>;
  readonly attempts: number;
  readonly receivedAt: Date;
}

interface WaitingRow extends Row {
  readonly deliveries: number;
  readonly nextAttemptAt: Date;
  readonly reason: string | null;
}

@Injectable()
export class TypeOrmDeferredEvents extends DeferredEvents {
  constructor(
    private readonly database: ScopedDatabase,
    private readonly notifications: DatabaseNotifications,
  ) {
    super();
  }

  async add(scope: TenantScope, events: readonly { event: SystemEvent; deliveries: number }[]): Promise<void> {
    const rows = events.map(({ event, deliveries }) => ({
      id: event.id,
      event: { ...event, scope: undefined },
      deliveries,
    }));
    await this.database.query(scope, ADD, [JSON.stringify(rows)]);
  }

  scopes(): Promise<TenantScope[]> {
    return this.database.queryUnscoped<TenantScope>(SCOPES);
  }

  async claim(scope: TenantScope, limit: number, leaseSeconds: number): Promise<DeferredEvent[]> {
    const rows = await this.database.query<Row[]>(scope, CLAIM, [limit, leaseSeconds]);
    return rows.map(({ event, ...others }) => ({ ...others, event: { ...event, scope } }));
  }

  async remove(scope: TenantScope, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database.query<{ id: string; deliveries: number }[]>(scope, REMOVE, [ids]);
    return new Map(rows.map(({ id, deliveries }) => [id, deliveries]));
  }

  async postpone(scope: TenantScope, postponements: readonly Postponement[]): Promise<void> {
    await this.database.query(scope, POSTPONE, [JSON.stringify(postponements)]);
  }

  async find(scope: TenantScope, id: string): Promise<RecordedEvent | undefined> {
    const [row] = await this.database.query<WaitingRow[]>(scope, FIND, [id]);
    if (!row) return undefined;
    const { event, deliveries, receivedAt, attempts, nextAttemptAt, reason } = row;
    const waiting = { attempts, nextAttemptAt, ...(reason !== null && { reason }) };
    return { ...event, receivedAt, deliveries, decisions: [], waiting };
  }

  async load(): Promise<DeferredLoad> {
    const [row] = await this.database.queryUnscoped<{ count: number; oldest: Date | null }>(LOAD);
    return { count: row?.count ?? 0, ...(row?.oldest && { oldest: row.oldest }) };
  }

  subscribe(listener: () => void): () => void {
    return this.notifications.listen(DEFERRED_CHANNEL, listener);
  }
}
