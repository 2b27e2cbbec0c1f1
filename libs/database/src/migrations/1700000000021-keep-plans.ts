import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applicationRole, keepPlan } from './isolate-table';

/**
 * An attempt is recorded and committed in one go, so the statement itself must fail where nothing may be recorded. And
 * the looks across scopes that are taken all the time keep their plans.
 */
export class KeepPlans1700000000021 implements MigrationInterface {
  readonly name = 'KeepPlans1700000000021';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION workflow.must_be_recorded(count bigint) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $$
      BEGIN
        IF count = 0 THEN RAISE EXCEPTION 'Nothing may be recorded.' USING ERRCODE = 'P0W01'; END IF;
        RETURN count;
      END $$`);
    await runner.query('REVOKE ALL ON FUNCTION workflow.must_be_recorded(bigint) FROM PUBLIC');
    const role = await applicationRole(runner);
    await runner.query(`GRANT EXECUTE ON FUNCTION workflow.must_be_recorded(bigint) TO ${role}`);
    await keepPlan(runner, 'workflow.scopes_with_pending_executions()');
    await keepPlan(runner, 'workflow.pending_executions(integer, integer)');
  }

  /** The functions that keep their plans stay: they answer as before. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION workflow.must_be_recorded(bigint)');
  }
}
