import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isolateTable, lookAcrossScopes } from './isolate-table';

/** `next_attempt_at` is both the lease of whoever completes an event and the wait after an attempt that failed. */
const TABLE = `
  CREATE TABLE workflow.deferred_events (
    tenant_id text NOT NULL,
    environment_id text NOT NULL,
    id text NOT NULL,
    event jsonb NOT NULL,
    deliveries integer NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL DEFAULT now(),
    last_error text,
    deferred_at timestamptz(3) NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, environment_id, id))`;

const DUE = `
  SELECT d.tenant_id, d.environment_id FROM workflow.deferred_events d WHERE d.next_attempt_at <= now()
  GROUP BY d.tenant_id, d.environment_id ORDER BY min(d.next_attempt_at)`;

const LOAD = `SELECT count(*), min(d.deferred_at) FROM workflow.deferred_events d`;

/** Events that wait until what they do not say themselves is fetched. */
export class DeferEvents1700000000015 implements MigrationInterface {
  readonly name = 'DeferEvents1700000000015';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    const table = 'workflow.deferred_events';
    await isolateTable(runner, table);
    await runner.query(
      `CREATE INDEX deferred_events_due ON ${table} (tenant_id, environment_id, next_attempt_at) INCLUDE (deferred_at)`,
    );
    await lookAcrossScopes(runner, {
      ...{ table, visible: 'true', body: DUE },
      signature: 'workflow.scopes_with_deferred_events()',
      returns: 'TABLE (tenant_id text, environment_id text)',
    });
    await lookAcrossScopes(runner, {
      ...{ table, visible: undefined, body: LOAD },
      ...{ signature: 'workflow.deferred_load()', returns: 'TABLE (events bigint, oldest timestamptz)' },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION workflow.deferred_load()');
    await runner.query('DROP FUNCTION workflow.scopes_with_deferred_events()');
    await runner.query('DROP TABLE workflow.deferred_events');
  }
}
