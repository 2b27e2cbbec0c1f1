import type { MigrationInterface, QueryRunner } from 'typeorm';
import { lookAcrossScopes } from './isolate-table';

const WAKE = [
  `CREATE FUNCTION workflow.tell_schedules() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN PERFORM pg_notify('schedules', ''); RETURN NULL; END $$`,
  `CREATE TRIGGER tell_schedules_of_new AFTER INSERT ON workflow.definitions
   FOR EACH ROW WHEN (NEW.trigger_type = 'scheduled') EXECUTE FUNCTION workflow.tell_schedules()`,
  `CREATE TRIGGER tell_schedules_of_changed AFTER UPDATE ON workflow.definitions
   FOR EACH ROW WHEN ('scheduled' IN (OLD.trigger_type, NEW.trigger_type)) EXECUTE FUNCTION workflow.tell_schedules()`,
  `CREATE INDEX definitions_scheduled ON workflow.definitions (tenant_id, environment_id)
     WHERE trigger_type = 'scheduled' AND deleted_at IS NULL`,
];

const SCOPES = `
  SELECT DISTINCT d.tenant_id, d.environment_id FROM workflow.definitions d
  WHERE d.trigger_type = 'scheduled' AND d.deleted_at IS NULL`;

/** What keeps timers and scheduled definitions together. */
export class FireSchedules1700000000009 implements MigrationInterface {
  readonly name = 'FireSchedules1700000000009';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of WAKE) await runner.query(statement);
    await lookAcrossScopes(runner, {
      ...{ table: 'workflow.definitions', visible: `trigger_type = 'scheduled' AND deleted_at IS NULL`, body: SCOPES },
      ...{ signature: 'workflow.scopes_with_schedules()', returns: 'TABLE (tenant_id text, environment_id text)' },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION workflow.scopes_with_schedules()');
    await runner.query('DROP POLICY look_across ON workflow.definitions');
    await runner.query('DROP INDEX workflow.definitions_scheduled');
    await runner.query('DROP TRIGGER tell_schedules_of_changed ON workflow.definitions');
    await runner.query('DROP TRIGGER tell_schedules_of_new ON workflow.definitions');
    await runner.query('DROP FUNCTION workflow.tell_schedules()');
  }
}
