import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Until when nobody can say from a search that an attempt has done nothing. */
export class SayWhenAttemptsSettle1700000000023 implements MigrationInterface {
  readonly name = 'SayWhenAttemptsSettle1700000000023';

  async up(runner: QueryRunner): Promise<void> {
    // It may be there: for a while the table was made with it.
    await runner.query(
      'ALTER TABLE billing.remote_effects ADD COLUMN IF NOT EXISTS settles_at timestamptz NOT NULL DEFAULT now()',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE billing.remote_effects DROP COLUMN settles_at');
  }
}
