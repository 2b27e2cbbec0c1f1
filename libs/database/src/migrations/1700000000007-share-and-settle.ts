import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applicationRole, lookAcrossScopes } from './isolate-table';

const COLUMNS = [
  // In a wait a run costs nobody anything: it holds no place among those in flight.
  `ALTER TABLE workflow.executions ADD COLUMN parked boolean NOT NULL DEFAULT false`,
  `ALTER TABLE workflow.executions ADD COLUMN check_after timestamptz NOT NULL DEFAULT now() + interval '45 seconds'`,
  `CREATE INDEX executions_running ON workflow.executions (tenant_id, environment_id, check_after) INCLUDE (parked)
     WHERE status = 'running'`,
];

/** Of the platform, not of a tenant: a message that cannot be read may belong to nobody. */
const DEAD_LETTERS = `
  CREATE TABLE workflow.dead_letters (
    topic text NOT NULL, partition integer NOT NULL, "offset" bigint NOT NULL, reason text NOT NULL, pointer text NOT NULL,
    put_aside_at timestamptz(3) NOT NULL DEFAULT now(), redriven_at timestamptz(3),
    PRIMARY KEY (topic, partition, "offset"))`;

/** Walks from scope to scope by the index, however many runs each of them has. */
function scopesWith(status: string): string {
  const first = `SELECT tenant_id, environment_id FROM workflow.executions WHERE status = '${status}'`;
  return `WITH RECURSIVE scope AS (
      (${first} ORDER BY tenant_id, environment_id LIMIT 1)
      UNION ALL
      SELECT next.* FROM scope, LATERAL (
        ${first} AND (tenant_id, environment_id) > (scope.tenant_id, scope.environment_id)
        ORDER BY tenant_id, environment_id LIMIT 1) next)`;
}

const SAME_SCOPE = 'e.tenant_id = scope.tenant_id AND e.environment_id = scope.environment_id';

const WAITING = `
  ${scopesWith('pending')}
  SELECT scope.tenant_id, scope.environment_id, (
    SELECT count(*)::integer FROM workflow.executions e WHERE ${SAME_SCOPE} AND e.status = 'running' AND NOT e.parked)
  FROM scope, LATERAL (
    SELECT e.start_after FROM workflow.executions e WHERE ${SAME_SCOPE} AND e.status = 'pending'
    ORDER BY e.start_after LIMIT 1) first
  WHERE first.start_after <= now() ORDER BY first.start_after`;

const TO_CHECK = `
  ${scopesWith('running')}
  SELECT scope.tenant_id, scope.environment_id FROM scope WHERE EXISTS (
    SELECT 1 FROM workflow.executions e WHERE ${SAME_SCOPE} AND e.status = 'running' AND e.check_after <= now())`;

const BACKLOG = `
  SELECT count(*)::integer FROM (
    SELECT 1 FROM workflow.executions e WHERE e.status = 'pending' LIMIT $1) AS counted`;

/** What lets dispatchers share the work fairly, and finds runs that ended without anyone telling their rows. */
export class ShareAndSettle1700000000007 implements MigrationInterface {
  readonly name = 'ShareAndSettle1700000000007';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of COLUMNS) await runner.query(statement);
    await runner.query(DEAD_LETTERS);
    await runner.query(`GRANT SELECT, INSERT, UPDATE ON workflow.dead_letters TO ${await applicationRole(runner)}`);
    await runner.query('DROP FUNCTION workflow.scopes_with_pending_executions()');
    await runner.query('DROP POLICY look_across ON workflow.executions');
    const look = { table: 'workflow.executions', visible: `status IN ('pending', 'running')` };
    const scopes = 'tenant_id text, environment_id text';
    await lookAcrossScopes(runner, {
      ...{ ...look, signature: 'workflow.scopes_with_pending_executions()', body: WAITING },
      returns: `TABLE (${scopes}, in_flight integer)`,
    });
    const others = { ...look, visible: undefined };
    await lookAcrossScopes(runner, {
      ...{ ...others, signature: 'workflow.scopes_with_unchecked_executions()', body: TO_CHECK },
      returns: `TABLE (${scopes})`,
    });
    await lookAcrossScopes(runner, {
      ...{ ...others, signature: 'workflow.pending_executions(integer)', returns: 'integer', body: BACKLOG },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION workflow.pending_executions(integer)');
    await runner.query('DROP FUNCTION workflow.scopes_with_unchecked_executions()');
    await runner.query('DROP TABLE workflow.dead_letters');
    await runner.query('ALTER TABLE workflow.executions DROP COLUMN parked, DROP COLUMN check_after');
  }
}
