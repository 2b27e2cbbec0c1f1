import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isolateTable, lookAcrossScopes } from './isolate-table';

const TABLE = `
  CREATE TABLE workflow.connections (
    tenant_id text NOT NULL,
    environment_id text NOT NULL,
    id text NOT NULL,
    provider text NOT NULL,
    base_url text NOT NULL,
    server_environment_id text,
    mail_from text,
    user_id text NOT NULL,
    has_built_in_onboarding boolean NOT NULL,
    sealed_api_key text NOT NULL,
    sealed_webhook_secrets text[] NOT NULL,
    checked_at timestamptz(3) NOT NULL,
    created_at timestamptz(3) NOT NULL,
    updated_at timestamptz(3) NOT NULL,
    PRIMARY KEY (tenant_id, environment_id, id),
    CONSTRAINT connections_one_of_scope UNIQUE (tenant_id, environment_id))`;

/** The one billing server that a scope is connected to, and whose connection a webhook names. */
export class CreateConnections1700000000013 implements MigrationInterface {
  readonly name = 'CreateConnections1700000000013';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    await isolateTable(runner, 'workflow.connections');
    await runner.query('CREATE INDEX connections_by_id ON workflow.connections (id)');
    await lookAcrossScopes(runner, {
      table: 'workflow.connections',
      visible: `sealed_webhook_secrets <> '{}'`,
      signature: 'workflow.webhook_secrets(text)',
      returns: 'TABLE (tenant_id text, environment_id text, sealed text[])',
      body: `SELECT c.tenant_id, c.environment_id, c.sealed_webhook_secrets FROM workflow.connections c
             WHERE c.id = $1 AND c.sealed_webhook_secrets <> '{}' LIMIT 1`,
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION workflow.webhook_secrets(text)');
    await runner.query('DROP TABLE workflow.connections');
  }
}
