import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isolateTable } from '@app/database';

const TABLE = `
  CREATE TABLE billing.sandbox_faults (
    tenant_id text NOT NULL CHECK (tenant_id <> ''), environment_id text NOT NULL CHECK (environment_id <> ''),
    customer_id text NOT NULL, fault text NOT NULL, hits integer NOT NULL,
    PRIMARY KEY (tenant_id, environment_id, customer_id),
    FOREIGN KEY (tenant_id, environment_id, customer_id) REFERENCES billing.customers)`;

/** How often each customer's rehearsed fault has hit. */
export class AddSandboxFaults1700000000010 implements MigrationInterface {
  readonly name = 'AddSandboxFaults1700000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    await isolateTable(runner, 'billing.sandbox_faults');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE billing.sandbox_faults');
  }
}
