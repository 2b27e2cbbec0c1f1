import { keepPlan } from '@app/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The relay looks several times a second while there are events. */
export class KeepPlan1700000000022 implements MigrationInterface {
  readonly name = 'KeepPlan1700000000022';

  async up(runner: QueryRunner): Promise<void> {
    await keepPlan(runner, 'billing.scopes_with_unpublished_events()');
  }

  /** It stays: it answers as before. */
  async down(): Promise<void> {}
}
