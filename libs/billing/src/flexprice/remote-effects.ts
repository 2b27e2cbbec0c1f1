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
  readonly triedAt: Date;
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
  readonly triedAt: Date;
  readonly isGivenUp: boolean;
  readonly isUndone: boolean;
}

/** `tried_at` as it was before: how long ago an effect may have been made, whose answer never came. */
const COLUMNS = `(e.xmax = 0) AS "isFirst", e.memory, e.output, coalesce(b.tried_at, e.tried_at) AS "triedAt",
  e.given_up_at IS NOT NULL AS "isGivenUp", e.undone_at IS NOT NULL AS "isUndone"`;
const BEGIN = `
  WITH b AS (SELECT tried_at FROM billing.remote_effects
    WHERE tenant_id = $1 AND environment_id = $2 AND idempotency_key = $3),
  e AS (
    INSERT INTO billing.remote_effects AS e
      (tenant_id, environment_id, idempotency_key, operation, execution_id, customer_id)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (tenant_id, environment_id, idempotency_key)
      DO UPDATE SET tried_at = now(), customer_id = excluded.customer_id, execution_id = excluded.execution_id,
        given_up_at = CASE WHEN e.undone_at IS NOT NULL OR e.execution_id = excluded.execution_id THEN e.given_up_at END
    RETURNING e.xmax, e.memory, e.output, e.tried_at, e.given_up_at, e.undone_at)
  SELECT ${COLUMNS} FROM e LEFT JOIN b ON true`;
const GIVE_UP = `
  INSERT INTO billing.remote_effects AS e
    (tenant_id, environment_id, idempotency_key, operation, execution_id, given_up_at, undone_at)
  VALUES ($1, $2, $3, $4, $5, now(), now())
  ON CONFLICT (tenant_id, environment_id, idempotency_key)
    DO UPDATE SET given_up_at = coalesce(e.given_up_at, now())
  RETURNING (e.xmax = 0) AS "isFirst", e.memory, e.output, e.tried_at AS "triedAt", true AS "isGivenUp",
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

function tried({ isFirst, memory, output, triedAt }: Row): Tried {
  return { isFirst, triedAt, ...(memory && { memory }), ...(output && { output }) };
}
