import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applicationRole } from './isolate-table';

const SAME_SCOPE = 'e.tenant_id = scope.tenant_id AND e.environment_id = scope.environment_id';

/** Scopes with runs that may start now; `underWay` counts what holds a place in one of them. */
function waiting(underWay: string): string {
  const first = `SELECT tenant_id, environment_id FROM workflow.executions WHERE status = 'pending'`;
  return `
  CREATE OR REPLACE FUNCTION workflow.scopes_with_pending_executions()
  RETURNS TABLE (tenant_id text, environment_id text, in_flight integer) LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
  WITH RECURSIVE scope AS (
    (${first} ORDER BY tenant_id, environment_id LIMIT 1)
    UNION ALL
    SELECT next.* FROM scope, LATERAL (
      ${first} AND (tenant_id, environment_id) > (scope.tenant_id, scope.environment_id)
      ORDER BY tenant_id, environment_id LIMIT 1) next)
  SELECT scope.tenant_id, scope.environment_id, ${underWay}
  FROM scope, LATERAL (
    SELECT e.start_after FROM workflow.executions e WHERE ${SAME_SCOPE} AND e.status = 'pending'
    ORDER BY e.start_after LIMIT 1) first
  WHERE first.start_after <= now() ORDER BY first.start_after $$`;
}

const RUNNING = `(
  SELECT count(*)::integer FROM workflow.executions e WHERE ${SAME_SCOPE} AND e.status = 'running' AND NOT e.parked)`;
const LEASED = `(
  SELECT count(*)::integer FROM workflow.executions e
  WHERE ${SAME_SCOPE} AND e.status = 'pending' AND e.start_after > now() AND e.leased)`;

/** A run that someone is just starting holds a place in its scope; dead letters are forgotten, and listed in pages. */
export class CountLeasesForgetLetters1700000000018 implements MigrationInterface {
  readonly name = 'CountLeasesForgetLetters1700000000018';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE workflow.executions ADD COLUMN leased boolean NOT NULL DEFAULT false');
    await runner.query(waiting(`${RUNNING} + ${LEASED}`));
    await runner.query(`GRANT DELETE ON workflow.dead_letters TO ${await applicationRole(runner)}`);
    await runner.query(
      `CREATE INDEX dead_letters_oldest ON workflow.dead_letters (put_aside_at, topic, partition, "offset")`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX workflow.dead_letters_oldest');
    await runner.query(waiting(RUNNING));
    await runner.query('ALTER TABLE workflow.executions DROP COLUMN leased');
  }
}
