import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A change of a customer is taken back by its key alone, and once. */
export class RememberWhatIsUndone1700000000011 implements MigrationInterface {
  readonly name = 'RememberWhatIsUndone1700000000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE billing.customer_changes
         ADD metadata_names text[] NOT NULL DEFAULT '{}', ADD undone_at timestamptz`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE billing.customer_changes DROP metadata_names, DROP undone_at');
  }
}
