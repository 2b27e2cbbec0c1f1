import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What became of undoing what a failed step may have done: its status keeps telling that it failed. */
export class ShowCompensation1700000000019 implements MigrationInterface {
  readonly name = 'ShowCompensation1700000000019';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE workflow.step_executions ADD COLUMN compensation jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE workflow.step_executions DROP COLUMN compensation');
  }
}
