import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { ScopedDatabase } from '@app/database';
import { DomainError, type TenantScope } from '@app/domain';

/** Whoever dies holding one is waited for so long; whoever lives says so in time. */
const HELD_SECONDS = 10;
const RENEWED_MS = 3000;
const PATIENCE_MS = 20_000;
const PAUSE_MS = 40;

const TAKE = `
  INSERT INTO billing.remote_locks AS l (tenant_id, environment_id, name, holder, held_until)
  VALUES ($1, $2, $3, $4, now() + $5 * interval '1 second')
  ON CONFLICT (tenant_id, environment_id, name)
    DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until WHERE l.held_until < now()
  RETURNING holder`;
const RENEW = `
  UPDATE billing.remote_locks SET held_until = now() + $5 * interval '1 second'
  WHERE tenant_id = $1 AND environment_id = $2 AND name = $3 AND holder = $4 RETURNING holder`;
const LEAVE = `
  DELETE FROM billing.remote_locks WHERE tenant_id = $1 AND environment_id = $2 AND name = $3 AND holder = $4`;

/**
 * One at a time, among all workers, on what the other server does not keep apart itself. A row, since a lock of the
 * database would hold one of its connections for as long as the other server takes to answer.
 */
@Injectable()
export class RemoteLocks {
  constructor(private readonly database: ScopedDatabase) {}

  /**
   * @param work is given a check that throws unavailable once the lock may be another's: after this process was stopped
   * for a while, or could not reach the database
   * @throws unavailable when others have it for too long
   */
  async run<T>(scope: TenantScope, name: string, work: (mustStillHold: () => void) => Promise<T>): Promise<T> {
    const holder = randomUUID();
    let heldUntil = await this.take(scope, name, holder);
    const renew = async (): Promise<void> => {
      const until = inHeldTime();
      const renewed = await this.renew(scope, name, holder);
      if (renewed) heldUntil = until;
    };
    // A renewal that fails is made up for by the next one, or the lock is lost as it would be with its holder.
    const renewal = setInterval(() => void renew().catch(() => undefined), RENEWED_MS);
    try {
      return await work(() => {
        if (performance.now() > heldUntil) throw new DomainError('unavailable', 'The worker was away for too long.');
      });
    } finally {
      clearInterval(renewal);
      await this.database.query(scope, LEAVE, [name, holder]);
    }
  }

  private async renew(scope: TenantScope, name: string, holder: string): Promise<boolean> {
    return (await this.database.query<unknown[]>(scope, RENEW, [name, holder, HELD_SECONDS])).length > 0;
  }

  /** @returns until when it is held, on this process's own clock */
  private async take(scope: TenantScope, name: string, holder: string): Promise<number> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const until = inHeldTime();
      const taken = await this.database.query<unknown[]>(scope, TAKE, [name, holder, HELD_SECONDS]);
      if (taken.length > 0) return until;
      if (Date.now() > deadline) throw new DomainError('unavailable', `Others still work on ${name}.`);
      await sleep(PAUSE_MS * (0.5 + Math.random()));
    }
  }
}

/** Counted from before the database is asked, on a clock that goes on while the process is stopped. */
function inHeldTime(): number {
  return performance.now() + HELD_SECONDS * 1000;
}
