import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { EventPublisher, WakefulLoop } from '@app/application';
import type { EventEnvelope } from '@app/contracts';
import { DatabaseNotifications, ScopedDatabase } from '@app/database';
import { scopeKey, type TenantScope } from '@app/domain';
import { OUTBOX_CHANNEL } from './outbox';

const POLL_MS = 2000;
const BATCH = 200;
/** An event after a quiet moment goes at once; of a stream of them those of such a while go together. */
const GATHER_MS = 250;

interface OutboxRow {
  readonly id: string;
  readonly envelope: EventEnvelope;
}

const SCOPES = `SELECT tenant_id AS "tenantId", environment_id AS "environmentId" FROM billing.scopes_with_unpublished_events()`;
const TAKE_TURN = 'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS mine';
const READ = `
  SELECT id, envelope FROM billing.outbox WHERE tenant_id = $1 AND environment_id = $2 ORDER BY id LIMIT ${BATCH}`;
const REMOVE = 'DELETE FROM billing.outbox WHERE tenant_id = $1 AND environment_id = $2 AND id = ANY ($3)';

/**
 * Carries events from the outbox to Kafka, in order within a scope, from any number of processes. A row goes only after
 * its event is durable on the topic: a crash in between repeats an event, under the same id.
 */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(OutboxRelay.name);
  private ended = -Infinity;
  private isFull = false;
  private wasQuiet = true;
  private readonly loop = new WakefulLoop(() => this.relayAll(), {
    pollMs: POLL_MS,
    onError: (err) => this.logger.error({ err, msg: 'Events of the outbox could not be published; they will be' }),
  });

  constructor(
    private readonly database: ScopedDatabase,
    private readonly publisher: EventPublisher,
    private readonly notifications: DatabaseNotifications,
  ) {}

  onApplicationBootstrap(): void {
    this.notifications.listen(OUTBOX_CHANNEL, () => this.loop.wake());
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /**
   * @returns whether more may come unannounced: nobody is woken for an event that comes while others wait. One look in
   * vain is not enough, since such an event may be committed only now
   */
  private async relayAll(): Promise<boolean> {
    if (!this.isFull) await sleep(Math.max(0, this.ended + GATHER_MS - performance.now()));
    const counts: number[] = [];
    for (const scope of await this.database.queryUnscoped<TenantScope>(SCOPES)) counts.push(await this.relay(scope));
    this.ended = performance.now();
    this.isFull = counts.includes(BATCH);
    const [wasQuiet, isQuiet] = [this.wasQuiet, counts.every((count) => count === 0)];
    this.wasQuiet = isQuiet;
    return !(wasQuiet && isQuiet);
  }

  private relay(scope: TenantScope): Promise<number> {
    return this.database.run(scope, async (manager) => {
      const key = `outbox ${scopeKey(scope)}`;
      const [turn] = await manager.query<[{ mine: boolean }]>(TAKE_TURN, [key]);
      if (!turn.mine) return 0;
      const own = [scope.tenantId, scope.environmentId];
      const rows = await manager.query<OutboxRow[]>(READ, own);
      if (rows.length === 0) return 0;
      await this.publisher.publish(rows.map(({ envelope }) => envelope));
      await manager.query(REMOVE, [...own, rows.map(({ id }) => id)]);
      return rows.length;
    });
  }
}
