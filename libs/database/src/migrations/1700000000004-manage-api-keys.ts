import type { MigrationInterface, QueryRunner } from 'typeorm';

const ALTERATIONS = [
  `ALTER TABLE workflow.api_keys
     ADD COLUMN prefix text NOT NULL DEFAULT 'wk_', ADD COLUMN created_by text NOT NULL DEFAULT '',
     ADD COLUMN last_used_at timestamptz, ADD COLUMN former_hash bytea, ADD COLUMN former_until timestamptz`,
  `ALTER TABLE workflow.api_keys ALTER COLUMN prefix DROP DEFAULT, ALTER COLUMN created_by DROP DEFAULT`,
  `CREATE INDEX api_keys_former_hash ON workflow.api_keys (former_hash) WHERE former_hash IS NOT NULL`,
  `CREATE INDEX api_keys_newest ON workflow.api_keys (tenant_id, environment_id, created_at DESC, id DESC)`,
  // A former secret opens until its overlap ends.
  `CREATE OR REPLACE FUNCTION workflow.api_key_by_hash(bytea) RETURNS SETOF workflow.api_keys
     LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
       SELECT * FROM workflow.api_keys k
       WHERE k.revoked_at IS NULL AND (k.hash = $1 OR (k.former_hash = $1 AND k.former_until > now())) LIMIT 1 $$`,
];

/** API keys are managed over REST: who made them, what they look like, when they were used, and a second secret. */
export class ManageApiKeys1700000000004 implements MigrationInterface {
  readonly name = 'ManageApiKeys1700000000004';

  async up(runner: QueryRunner): Promise<void> {
    for (const alteration of ALTERATIONS) await runner.query(alteration);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX workflow.api_keys_newest');
    await runner.query(
      `CREATE OR REPLACE FUNCTION workflow.api_key_by_hash(bytea) RETURNS SETOF workflow.api_keys
         LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
           SELECT * FROM workflow.api_keys k WHERE k.hash = $1 AND k.revoked_at IS NULL LIMIT 1 $$`,
    );
    await runner.query(
      `ALTER TABLE workflow.api_keys DROP COLUMN prefix, DROP COLUMN created_by, DROP COLUMN last_used_at,
         DROP COLUMN former_hash, DROP COLUMN former_until`,
    );
  }
}
