import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isolateTable } from '@app/database';

const SCOPE = `tenant_id text NOT NULL CHECK (tenant_id <> ''), environment_id text NOT NULL CHECK (environment_id <> '')`;

const TABLES: Record<string, string> = {
  'billing.entitlements': `${SCOPE}, id text NOT NULL, customer_id text NOT NULL, subscription_id text NOT NULL,
    feature_id text NOT NULL, usage_limit bigint CHECK (usage_limit >= 0), usage_reset_period text, static_value text,
    is_enabled boolean NOT NULL, status text NOT NULL CHECK (status IN ('active', 'deleted')),
    idempotency_key text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, environment_id, id),
    FOREIGN KEY (tenant_id, environment_id, subscription_id) REFERENCES billing.subscriptions,
    FOREIGN KEY (tenant_id, environment_id, feature_id) REFERENCES billing.features,
    UNIQUE (tenant_id, environment_id, idempotency_key)`,
  // What a step changed of a customer, and what that was before: the answer to a repeat, and the way back.
  'billing.customer_changes': `${SCOPE}, idempotency_key text NOT NULL, customer_id text NOT NULL,
    changed text[] NOT NULL, former jsonb NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, environment_id, idempotency_key),
    FOREIGN KEY (tenant_id, environment_id, customer_id) REFERENCES billing.customers`,
};

/** Entitlements, and the customers' changes by steps. */
export class AddEntitlements1700000000003 implements MigrationInterface {
  readonly name = 'AddEntitlements1700000000003';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, columns] of Object.entries(TABLES)) {
      await runner.query(`CREATE TABLE ${table} (${columns})`);
      await isolateTable(runner, table);
    }
    await runner.query(
      `CREATE INDEX entitlements_of_customer ON billing.entitlements
       (tenant_id, environment_id, customer_id, created_at DESC, id DESC)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE billing.entitlements, billing.customer_changes');
  }
}
