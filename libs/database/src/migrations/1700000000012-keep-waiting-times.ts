import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isolateTable } from './isolate-table';

const TABLE = `
  CREATE TABLE workflow.waiting_times (
    tenant_id text NOT NULL,
    environment_id text NOT NULL,
    definition_id text NOT NULL,
    scheduled_time timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, environment_id, definition_id))`;

/** The one time of a schedule that waits for the end of an earlier run. */
export class KeepWaitingTimes1700000000012 implements MigrationInterface {
  readonly name = 'KeepWaitingTimes1700000000012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    await isolateTable(runner, 'workflow.waiting_times');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE workflow.waiting_times');
  }
}
