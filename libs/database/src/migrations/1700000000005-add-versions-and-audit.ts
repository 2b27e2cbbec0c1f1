import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isolateTable } from './isolate-table';

const ALTERATIONS = [
  `ALTER TABLE workflow.definitions
     ADD COLUMN revision integer NOT NULL DEFAULT 1, ADD COLUMN updated_by text NOT NULL DEFAULT ''`,
  `ALTER TABLE workflow.definition_versions
     ADD COLUMN created_at timestamptz NOT NULL DEFAULT now(), ADD COLUMN created_by text NOT NULL DEFAULT ''`,
  `ALTER TABLE workflow.definition_versions ALTER COLUMN created_at DROP DEFAULT, ALTER COLUMN created_by DROP DEFAULT`,
  // Milliseconds are what a cursor carries: two rows that it cannot tell apart would get lost between pages.
  `ALTER TABLE workflow.executions ALTER COLUMN created_at TYPE timestamptz(3), ADD COLUMN customer_id text`,
];

const AUDIT_ENTRIES = `
  CREATE TABLE workflow.audit_entries (
    tenant_id text NOT NULL CHECK (tenant_id <> ''), environment_id text NOT NULL CHECK (environment_id <> ''),
    id text NOT NULL, created_at timestamptz(3) NOT NULL, actor_kind text NOT NULL, actor_id text NOT NULL,
    action text NOT NULL, resource text NOT NULL, resource_id text NOT NULL,
    route text NOT NULL, request_id text NOT NULL, address text NOT NULL, before jsonb, after jsonb,
    PRIMARY KEY (tenant_id, environment_id, id))`;

/** Each list filter has an index that gives its rows newest first. */
const INDEXES = [
  `CREATE INDEX executions_of_customer ON workflow.executions (tenant_id, environment_id, customer_id, created_at DESC, id DESC)
     WHERE customer_id IS NOT NULL`,
  `CREATE INDEX executions_by_status ON workflow.executions (tenant_id, environment_id, status, created_at DESC, id DESC)`,
  `CREATE INDEX executions_by_trigger ON workflow.executions (tenant_id, environment_id, trigger_type, created_at DESC, id DESC)`,
  `CREATE INDEX audit_entries_newest ON workflow.audit_entries (tenant_id, environment_id, created_at DESC, id DESC)`,
  `CREATE INDEX audit_entries_of_resource ON workflow.audit_entries (tenant_id, environment_id, resource_id, created_at DESC, id DESC)`,
  `CREATE INDEX audit_entries_of_actor ON workflow.audit_entries (tenant_id, environment_id, actor_id, created_at DESC, id DESC)`,
];

/** Definitions that change, lists by customer and cursor, and the audit, to which nobody can do more than add. */
export class AddVersionsAndAudit1700000000005 implements MigrationInterface {
  readonly name = 'AddVersionsAndAudit1700000000005';

  async up(runner: QueryRunner): Promise<void> {
    for (const alteration of ALTERATIONS) await runner.query(alteration);
    await runner.query(AUDIT_ENTRIES);
    await isolateTable(runner, 'workflow.audit_entries', 'SELECT, INSERT');
    await this.refuseChanges(runner);
    for (const index of INDEXES) await runner.query(index);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE workflow.audit_entries');
    await runner.query('DROP FUNCTION workflow.refuse_change()');
    await runner.query('DROP INDEX workflow.executions_by_status, workflow.executions_by_trigger');
    await runner.query('ALTER TABLE workflow.executions DROP COLUMN customer_id');
    await runner.query('ALTER TABLE workflow.definition_versions DROP COLUMN created_at, DROP COLUMN created_by');
    await runner.query('ALTER TABLE workflow.definitions DROP COLUMN revision, DROP COLUMN updated_by');
  }

  /** Holds for the owner too: who wants to rewrite the past must change the schema first. */
  private async refuseChanges(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE FUNCTION workflow.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'The audit is append-only' USING ERRCODE = 'insufficient_privilege'; END $$`,
    );
    await runner.query(
      `CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON workflow.audit_entries
       FOR EACH STATEMENT EXECUTE FUNCTION workflow.refuse_change()`,
    );
  }
}
