import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was only adopted, others have made. */
const MADE = `CASE WHEN output ->> 'adopted' = 'true' THEN NULL ELSE coalesce(output ->> 'transactionId',
  output ->> 'subscriptionId', output ->> 'entitlementId', output ->> 'walletId') END`;

const CHANGES = [
  `ALTER TABLE billing.remote_effects ADD COLUMN customer_id text,
     ADD COLUMN made_id text GENERATED ALWAYS AS (${MADE}) STORED`,
  `CREATE INDEX remote_effects_of_customer ON billing.remote_effects
     (tenant_id, environment_id, customer_id, (greatest(tried_at, given_up_at)))`,
  `CREATE INDEX remote_effects_made ON billing.remote_effects (tenant_id, environment_id, made_id)
     WHERE made_id IS NOT NULL`,
];

/** How the events of a billing server that is not ours are traced back to the runs that caused them. */
export class TellWhomEffectsConcern1700000000016 implements MigrationInterface {
  readonly name = 'TellWhomEffectsConcern1700000000016';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of CHANGES) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE billing.remote_effects DROP COLUMN customer_id, DROP COLUMN made_id');
  }
}
