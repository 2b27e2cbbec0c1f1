import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isolateTable } from '@app/database';

const TABLES = [
  `CREATE TABLE billing.remote_effects (
     tenant_id text NOT NULL,
     environment_id text NOT NULL,
     idempotency_key text NOT NULL,
     operation text NOT NULL,
     execution_id text NOT NULL,
     memory jsonb,
     output jsonb,
     tried_at timestamptz NOT NULL DEFAULT now(),
     given_up_at timestamptz,
     undone_at timestamptz,
     PRIMARY KEY (tenant_id, environment_id, idempotency_key))`,
  `CREATE TABLE billing.remote_locks (
     tenant_id text NOT NULL,
     environment_id text NOT NULL,
     name text NOT NULL,
     holder text NOT NULL,
     held_until timestamptz NOT NULL,
     PRIMARY KEY (tenant_id, environment_id, name))`,
];

/** What steps have tried on a billing server that is not ours, and who works on what of it. */
export class RememberRemoteEffects1700000000014 implements MigrationInterface {
  readonly name = 'RememberRemoteEffects1700000000014';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(table);
    await isolateTable(runner, 'billing.remote_effects');
    await isolateTable(runner, 'billing.remote_locks');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE billing.remote_locks, billing.remote_effects');
  }
}
