import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applicationRole } from './isolate-table';

/** Dead letters are forgotten with the events of their time, and listed in pages. */
export class ForgetDeadLetters1700000000018 implements MigrationInterface {
  readonly name = 'ForgetDeadLetters1700000000018';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`GRANT DELETE ON workflow.dead_letters TO ${await applicationRole(runner)}`);
    await runner.query(
      `CREATE INDEX dead_letters_oldest ON workflow.dead_letters (put_aside_at, topic, partition, "offset")`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX workflow.dead_letters_oldest');
    await runner.query(`REVOKE DELETE ON workflow.dead_letters FROM ${await applicationRole(runner)}`);
  }
}
