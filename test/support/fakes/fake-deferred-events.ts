import {
  DeferredEvents,
  type DeferredEvent,
  type DeferredLoad,
  type EventLog,
  type Postponement,
  type RecordedEvent,
} from '@app/application';
import { scopeKey, type SystemEvent, type TenantScope } from '@app/domain';
import { requireScope } from './fake-transactions';

interface Row {
  readonly scope: TenantScope;
  readonly event: SystemEvent;
  readonly receivedAt: Date;
  deliveries: number;
  attempts: number;
  nextAttemptAt: number;
  reason?: string;
}

export class FakeDeferredEvents extends DeferredEvents {
  private rows: Row[] = [];
  private readonly listeners = new Set<() => void>();

  constructor(private readonly log: EventLog) {
    super();
  }

  async add(scope: TenantScope, events: readonly { event: SystemEvent; deliveries: number }[]): Promise<void> {
    requireScope(scope);
    for (const { event, deliveries } of events) {
      const before = this.row(scope, event.id);
      if (await this.log.find(scope, event.id)) await this.log.accept(scope, [{ event, deliveries, decisions: [] }]);
      else if (before) before.deliveries += deliveries;
      else this.rows.push({ scope, event, receivedAt: new Date(), deliveries, attempts: 0, nextAttemptAt: Date.now() });
    }
    for (const listener of this.listeners) listener();
  }

  async scopes(): Promise<TenantScope[]> {
    const due = this.rows.filter(isDue).toSorted((one, other) => one.nextAttemptAt - other.nextAttemptAt);
    return [...new Map(due.map(({ scope }) => [scopeKey(scope), scope])).values()];
  }

  async claim(scope: TenantScope, limit: number, leaseSeconds: number): Promise<DeferredEvent[]> {
    const due = this.of(scope).filter(isDue).slice(0, limit);
    for (const row of due) row.nextAttemptAt = Date.now() + leaseSeconds * 1000;
    return due.map(({ event, receivedAt, attempts }) => ({ event, receivedAt, attempts }));
  }

  async remove(scope: TenantScope, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const gone = this.of(scope).filter(({ event }) => ids.includes(event.id));
    this.rows = this.rows.filter((row) => !gone.includes(row));
    return new Map(gone.map(({ event, deliveries }) => [event.id, deliveries]));
  }

  async postpone(scope: TenantScope, postponements: readonly Postponement[]): Promise<void> {
    for (const { id, delaySeconds, reason } of postponements) {
      const row = this.row(scope, id);
      if (!row) continue;
      row.nextAttemptAt = Date.now() + delaySeconds * 1000;
      if (reason !== undefined) Object.assign(row, { attempts: row.attempts + 1, reason });
    }
  }

  async find(scope: TenantScope, id: string): Promise<RecordedEvent | undefined> {
    const row = this.row(scope, id);
    if (!row || (await this.log.find(scope, id))) return undefined;
    const known = Object.entries(row.event).filter(([name]) => name !== 'scope');
    const event = Object.fromEntries(known) as unknown as Omit<SystemEvent, 'scope'>;
    const { receivedAt, deliveries, attempts, nextAttemptAt, reason } = row;
    const waiting = { attempts, nextAttemptAt: new Date(nextAttemptAt), ...(reason !== undefined && { reason }) };
    return { ...event, receivedAt, deliveries, decisions: [], waiting };
  }

  async load(): Promise<DeferredLoad> {
    const [oldest] = this.rows;
    return { count: this.rows.length, ...(oldest && { oldest: oldest.receivedAt }) };
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Every wait is over. */
  letTimePass(): void {
    for (const row of this.rows) row.nextAttemptAt = 0;
  }

  private row(scope: TenantScope, id: string): Row | undefined {
    return this.of(scope).find(({ event }) => event.id === id);
  }

  private of(scope: TenantScope): Row[] {
    requireScope(scope);
    return this.rows.filter((row) => scopeKey(row.scope) === scopeKey(scope));
  }
}

function isDue({ nextAttemptAt }: Row): boolean {
  return nextAttemptAt <= Date.now();
}
