import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applicationRole, isolateTable, lookAcrossScopes, openSchema } from '@app/database';

const SCOPE = `tenant_id text NOT NULL CHECK (tenant_id <> ''), environment_id text NOT NULL CHECK (environment_id <> '')`;
const KEY = 'PRIMARY KEY (tenant_id, environment_id, id)';
const OF_CUSTOMER = 'FOREIGN KEY (tenant_id, environment_id, customer_id) REFERENCES billing.customers';
/** Credits, rates and balances: up to 15 digits before the point and 9 behind. */
const CREDITS = 'numeric(24, 9)';

const TABLES: Record<string, string> = {
  'billing.customers': `${SCOPE}, id text NOT NULL, external_id text, name text NOT NULL, email text, country text,
    timezone text, metadata jsonb NOT NULL, created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL, ${KEY},
    CONSTRAINT customers_external_id UNIQUE (tenant_id, environment_id, external_id)`,
  'billing.plans': `${SCOPE}, id text NOT NULL, name text NOT NULL, prices jsonb NOT NULL,
    created_at timestamptz NOT NULL, ${KEY}`,
  'billing.features': `${SCOPE}, id text NOT NULL, name text NOT NULL,
    type text NOT NULL CHECK (type IN ('metered', 'boolean', 'static')), created_at timestamptz NOT NULL, ${KEY}`,
  'billing.subscriptions': `${SCOPE}, id text NOT NULL, customer_id text NOT NULL, plan_id text NOT NULL,
    currency text NOT NULL, billing_period text NOT NULL, status text NOT NULL CHECK (status IN ('active', 'cancelled')),
    start_date timestamptz NOT NULL, metadata jsonb NOT NULL, idempotency_key text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(), ${KEY}, ${OF_CUSTOMER},
    FOREIGN KEY (tenant_id, environment_id, plan_id) REFERENCES billing.plans,
    UNIQUE (tenant_id, environment_id, idempotency_key)`,
  'billing.wallets': `${SCOPE}, id text NOT NULL, customer_id text NOT NULL, currency text NOT NULL,
    wallet_type text NOT NULL CHECK (wallet_type IN ('PRE_PAID', 'POST_PAID')),
    conversion_rate ${CREDITS} NOT NULL CHECK (conversion_rate > 0), credit_balance ${CREDITS} NOT NULL,
    status text NOT NULL CHECK (status IN ('active', 'terminated')), idempotency_key text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(), ${KEY}, ${OF_CUSTOMER},
    UNIQUE (tenant_id, environment_id, idempotency_key)`,
  'billing.wallet_transactions': `${SCOPE}, id text NOT NULL, wallet_id text NOT NULL, customer_id text NOT NULL,
    type text NOT NULL CHECK (type IN ('credit', 'debit')), credits ${CREDITS} NOT NULL CHECK (credits > 0),
    credit_balance_after ${CREDITS} NOT NULL, reason text, expires_at timestamptz, idempotency_key text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(), ${KEY},
    FOREIGN KEY (tenant_id, environment_id, wallet_id) REFERENCES billing.wallets,
    UNIQUE (tenant_id, environment_id, idempotency_key)`,
  'billing.outbox': `${SCOPE}, id bigint GENERATED ALWAYS AS IDENTITY, envelope jsonb NOT NULL, ${KEY}`,
};

/** Booked is booked: the application may neither change nor remove a transaction. */
const PRIVILEGES: Record<string, string> = { 'billing.wallet_transactions': 'SELECT, INSERT' };

const INDEXES = [
  `CREATE UNIQUE INDEX wallets_one_active ON billing.wallets (tenant_id, environment_id, customer_id, currency, wallet_type)
     WHERE status = 'active'`,
  ...['subscriptions', 'wallets', 'wallet_transactions'].map(
    (table) => `CREATE INDEX ${table}_of_customer ON billing.${table}
      (tenant_id, environment_id, customer_id, created_at DESC, id DESC)`,
  ),
  ...['customers', 'plans', 'features'].map(
    (table) => `CREATE INDEX ${table}_newest ON billing.${table} (tenant_id, environment_id, created_at DESC, id DESC)`,
  ),
];

/** The embedded ledger and its outbox. */
export class CreateBillingTables1700000000002 implements MigrationInterface {
  readonly name = 'CreateBillingTables1700000000002';

  async up(runner: QueryRunner): Promise<void> {
    await openSchema(runner, 'billing');
    for (const [table, columns] of Object.entries(TABLES)) {
      await runner.query(`CREATE TABLE ${table} (${columns})`);
      await isolateTable(runner, table, PRIVILEGES[table]);
    }
    for (const index of INDEXES) await runner.query(index);
    await runner.query(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA billing TO ${await applicationRole(runner)}`);
    await lookAcrossScopes(runner, {
      table: 'billing.outbox',
      visible: 'true',
      signature: 'billing.scopes_with_unpublished_events()',
      returns: 'TABLE (tenant_id text, environment_id text)',
      body: 'SELECT DISTINCT o.tenant_id, o.environment_id FROM billing.outbox o',
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA billing CASCADE');
  }
}
