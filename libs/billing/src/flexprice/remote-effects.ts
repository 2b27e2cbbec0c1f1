import { Injectable } from '@nestjs/common';
import type { Effect } from '@app/application';
import { ScopedDatabase } from '@app/database';
import type { CompensableStepType, JsonObject, TenantScope } from '@app/domain';
import { undoneBefore } from '../shared/undone';

/** What is known of an effect when it is tried, or to be undone. */
export interface Tried {
  /** Nobody has tried before. */
  readonly isFirst: boolean;
  /** What was noted before the first call that might have had the effect. */
  readonly memory?: JsonObject;
  /** What came of it; nothing where no answer came. */
  readonly output?: JsonObject;
  /** Until then nobody can say from a search that it was not done: replicas, and calls that are still under way. */
  readonly settlesAt: Date;
}

/** What is done, and to whom. */
export interface Operation {
  readonly operation: CompensableStepType;
  readonly customerId: string;
}

interface Row {
  readonly isFirst: boolean;
  readonly memory: JsonObject | null;
  readonly output: JsonObject | null;
  readonly settlesAt: Date;
  readonly isGivenUp: boolean;
  readonly isUndone: boolean;
}

/** For so long an attempt may still be under way that nobody hears of any more. */
export const UNHEARD_MS = 10_000;

/** `settles_at` as it was before: what an earlier attempt may have made, whose answer never came. */
const COLUMNS = `(e.xmax = 0) AS "isFirst", e.memory, e.output, coalesce(b.settles_at, e.settles_at) AS "settlesAt",
  e.given_up_at IS NOT NULL AS "isGivenUp", e.undone_at IS NOT NULL AS "isUndone"`;
const BEGIN = `
  WITH b AS (SELECT settles_at FROM billing.remote_effects
    WHERE tenant_id = $1 AND environment_id = $2 AND idempotency_key = $3),
  e AS (
    INSERT INTO billing.remote_effects AS e
      (tenant_id, environment_id, idempotency_key, operation, execution_id, customer_id, settles_at)
    VALUES ($1, $2, $3, $4, $5, $6, now() + interval '${UNHEARD_MS} milliseconds')
    ON CONFLICT (tenant_id, environment_id, idempotency_key)
      DO UPDATE SET tried_at = now(), settles_at = excluded.settles_at, customer_id = excluded.customer_id, execution_id = excluded.execution_id,
        given_up_at = CASE WHEN e.undone_at IS NOT NULL OR e.execution_id = excluded.execution_id THEN e.given_up_at END
    RETURNING e.xmax, e.memory, e.output, e.settles_at, e.given_up_at, e.undone_at)
  SELECT ${COLUMNS} FROM e LEFT JOIN b ON true`;
const GIVE_UP = `
  INSERT INTO billing.remote_effects AS e
    (tenant_id, environment_id, idempotency_key, operation, execution_id, given_up_at, undone_at, settles_at)
  VALUES ($1, $2, $3, $4, $5, now(), now(), now())
  ON CONFLICT (tenant_id, environment_id, idempotency_key)
    DO UPDATE SET given_up_at = coalesce(e.given_up_at, now())
  RETURNING (e.xmax = 0) AS "isFirst", e.memory, e.output, e.settles_at AS "settlesAt", true AS "isGivenUp",
    e.undone_at IS NOT NULL AS "isUndone"`;
const SET = (column: string): string => `
  UPDATE billing.remote_effects SET ${column} WHERE tenant_id = $1 AND environment_id = $2 AND idempotency_key = $3`;

const FORGET = `
  DELETE FROM billing.remote_effects WHERE tenant_id = $1 AND environment_id = $2 AND idempotency_key = $3
    AND output IS NULL AND given_up_at IS NULL`;

/**
 * What steps have tried on the other server, written before they try: so another attempt, or the way back, knows that
 * there may be something to find, and a key that was given up never acts again.
 */
@Injectable()
export class RemoteEffects {
  constructor(private readonly database: ScopedDatabase) {}

  /**
   * Before the call, so that no event of it can come first. A key that could not be undone is another run's again.
   * @returns what is known from earlier attempts
   * @throws conflict for a key that was undone, or that the same run has given up
   */
  async begin(scope: TenantScope, { key, causation }: Effect, { operation, customerId }: Operation): Promise<Tried> {
    const parameters = [key, operation, causation.executionId, customerId];
    const [row] = await this.database.query<[Row]>(scope, BEGIN, parameters);
    if (row.isGivenUp) throw undoneBefore();
    return tried(row);
  }

  async note(scope: TenantScope, { key }: Effect, memory: JsonObject): Promise<void> {
    await this.database.query(scope, SET('memory = $4::jsonb'), [key, JSON.stringify(memory)]);
  }

  /** When the last attempt, and what it may have set in motion, is surely over. */
  async settles(scope: TenantScope, { key }: Effect, at: Date): Promise<void> {
    await this.database.query(scope, SET('settles_at = $4'), [key, at]);
  }

  async complete(scope: TenantScope, { key }: Effect, output: JsonObject): Promise<void> {
    await this.database.query(scope, SET('output = $4::jsonb'), [key, JSON.stringify(output)]);
  }

  /** From now on nothing is done by that key. @returns what may have been; nothing where it is undone already */
  async giveUp(scope: TenantScope, key: string, { causation }: Effect, operation: string): Promise<Tried | undefined> {
    const [row] = await this.database.query<[Row]>(scope, GIVE_UP, [key, operation, causation.executionId]);
    return row.isUndone ? undefined : tried(row);
  }

  /** Nothing was done by the first attempt, and nobody needs to look for it. */
  async forget(scope: TenantScope, { key }: Effect): Promise<void> {
    await this.database.query(scope, FORGET, [key]);
  }

  async undone(scope: TenantScope, key: string): Promise<void> {
    await this.database.query(scope, SET('undone_at = now()'), [key]);
  }
}

function tried({ isFirst, memory, output, settlesAt }: Row): Tried {
  return { isFirst, settlesAt, ...(memory && { memory }), ...(output && { output }) };
}
