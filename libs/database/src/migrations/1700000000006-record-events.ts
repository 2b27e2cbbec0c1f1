import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applicationRole, isolateTable } from './isolate-table';

const SCOPE = `tenant_id text NOT NULL CHECK (tenant_id <> ''), environment_id text NOT NULL CHECK (environment_id <> '')`;

const TABLES: Record<string, string> = {
  'workflow.definition_sets': `${SCOPE}, revision bigint NOT NULL, PRIMARY KEY (tenant_id, environment_id)`,
  // Of an event that nobody listens to, payload and all behind it stay empty.
  'workflow.events': `${SCOPE},
    id text NOT NULL, name text NOT NULL, sent_at text NOT NULL, received_at timestamptz(3) NOT NULL DEFAULT now(),
    deliveries integer NOT NULL, payload jsonb, user_id text, entity_type text, entity_id text, causation jsonb,
    PRIMARY KEY (tenant_id, environment_id, id)`,
  'workflow.event_decisions': `${SCOPE},
    event_id text NOT NULL, definition_id text NOT NULL, definition_name text NOT NULL,
    definition_version integer NOT NULL, verdict text NOT NULL, detail jsonb,
    PRIMARY KEY (tenant_id, environment_id, event_id, definition_id),
    FOREIGN KEY (tenant_id, environment_id, event_id) REFERENCES workflow.events ON DELETE CASCADE`,
};

/** Every change of any definition of a scope, by whatever way, moves the scope's revision in the same transaction. */
const REVISIONS = [
  `CREATE FUNCTION workflow.next_revision() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     INSERT INTO workflow.definition_sets AS s (tenant_id, environment_id, revision)
     VALUES (NEW.tenant_id, NEW.environment_id, 1)
     ON CONFLICT (tenant_id, environment_id) DO UPDATE SET revision = s.revision + 1;
     RETURN NULL;
   END $$`,
  `CREATE TRIGGER next_revision AFTER INSERT OR UPDATE ON workflow.definitions
   FOR EACH ROW EXECUTE FUNCTION workflow.next_revision()`,
  // Row-level security binds the owner too; here it counts what other scopes have.
  `ALTER TABLE workflow.definitions NO FORCE ROW LEVEL SECURITY`,
  `ALTER TABLE workflow.definition_sets NO FORCE ROW LEVEL SECURITY`,
  `INSERT INTO workflow.definition_sets SELECT DISTINCT tenant_id, environment_id, 1 FROM workflow.definitions`,
  `ALTER TABLE workflow.definitions FORCE ROW LEVEL SECURITY`,
  `ALTER TABLE workflow.definition_sets FORCE ROW LEVEL SECURITY`,
];

const FORGOTTEN = `received_at < NULLIF(current_setting('app.forget_before', true), '')::timestamptz`;

const FORGET = `
  CREATE FUNCTION workflow.forget_events(before timestamptz, most integer) RETURNS integer LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DECLARE gone integer;
  BEGIN
    PERFORM set_config('app.forget_before', before::text, true);
    DELETE FROM workflow.events e USING (
      SELECT tenant_id, environment_id, id FROM workflow.events WHERE received_at < before
      ORDER BY received_at LIMIT most) old
    WHERE (e.tenant_id, e.environment_id, e.id) = (old.tenant_id, old.environment_id, old.id);
    GET DIAGNOSTICS gone = ROW_COUNT;
    PERFORM set_config('app.forget_before', '', true);
    RETURN gone;
  END $$`;

/** Events with what they started and why not, and the revision that keeps a cache of definitions from being stale. */
export class RecordEvents1700000000006 implements MigrationInterface {
  readonly name = 'RecordEvents1700000000006';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, columns] of Object.entries(TABLES)) {
      await runner.query(`CREATE TABLE ${table} (${columns})`);
      await isolateTable(runner, table);
    }
    await runner.query('CREATE INDEX events_oldest ON workflow.events (received_at)');
    await runner.query(`ALTER TABLE workflow.executions ADD COLUMN causes text[] NOT NULL DEFAULT '{}'`);
    for (const statement of REVISIONS) await runner.query(statement);
    await this.letOldEventsBeForgotten(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION workflow.forget_events(timestamptz, integer)');
    await runner.query('DROP TRIGGER next_revision ON workflow.definitions');
    await runner.query('DROP FUNCTION workflow.next_revision()');
    await runner.query('ALTER TABLE workflow.executions DROP COLUMN causes');
    await runner.query('DROP TABLE workflow.event_decisions, workflow.events, workflow.definition_sets');
  }

  /** Across scopes: the owner sees what is to go only within the function, which tells how many went. */
  private async letOldEventsBeForgotten(runner: QueryRunner): Promise<void> {
    for (const what of ['SELECT', 'DELETE'])
      await runner.query(
        `CREATE POLICY forget_${what.toLowerCase()} ON workflow.events FOR ${what} TO CURRENT_USER USING (${FORGOTTEN})`,
      );
    await runner.query(FORGET);
    await runner.query('REVOKE ALL ON FUNCTION workflow.forget_events(timestamptz, integer) FROM PUBLIC');
    const role = await applicationRole(runner);
    await runner.query(`GRANT EXECUTE ON FUNCTION workflow.forget_events(timestamptz, integer) TO ${role}`);
  }
}
