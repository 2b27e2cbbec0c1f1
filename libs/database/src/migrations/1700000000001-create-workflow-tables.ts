import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isolateTable, lookAcrossScopes, openSchema } from './isolate-table';

const SCOPE = `tenant_id text NOT NULL CHECK (tenant_id <> ''), environment_id text NOT NULL CHECK (environment_id <> '')`;

const TABLES: Record<string, string> = {
  'workflow.definitions': `${SCOPE},
    id text NOT NULL, name text NOT NULL, description text NOT NULL, enabled boolean NOT NULL, version integer NOT NULL,
    trigger_type text NOT NULL CHECK (trigger_type IN ('event', 'scheduled', 'manual', 'api')), event_name text,
    created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL, created_by text NOT NULL, deleted_at timestamptz,
    PRIMARY KEY (tenant_id, environment_id, id)`,
  'workflow.definition_versions': `${SCOPE},
    definition_id text NOT NULL, version integer NOT NULL, content jsonb NOT NULL,
    PRIMARY KEY (tenant_id, environment_id, definition_id, version),
    FOREIGN KEY (tenant_id, environment_id, definition_id) REFERENCES workflow.definitions`,
  'workflow.executions': `${SCOPE},
    id text NOT NULL, definition_id text NOT NULL, definition_name text NOT NULL, definition_version integer NOT NULL,
    trigger_type text NOT NULL CHECK (trigger_type IN ('event', 'scheduled', 'manual', 'api')),
    trigger_key text NOT NULL, event_id text, trigger_event jsonb NOT NULL, root_execution_id text NOT NULL,
    status text NOT NULL DEFAULT 'pending'
      CHECK (status IN ('pending', 'running', 'completed', 'failed', 'cancelled')),
    created_at timestamptz NOT NULL DEFAULT now(), started_at timestamptz, completed_at timestamptz, error jsonb,
    start_after timestamptz NOT NULL DEFAULT now(), start_attempts integer NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, environment_id, id),
    CONSTRAINT executions_once UNIQUE (tenant_id, environment_id, definition_id, trigger_key),
    FOREIGN KEY (tenant_id, environment_id, definition_id, definition_version) REFERENCES workflow.definition_versions`,
  'workflow.step_executions': `${SCOPE},
    execution_id text NOT NULL, step_id text NOT NULL,
    status text NOT NULL CHECK (status IN ('pending', 'running', 'completed', 'failed', 'skipped')),
    attempts integer NOT NULL DEFAULT 0, started_at timestamptz, completed_at timestamptz, output jsonb, error jsonb,
    PRIMARY KEY (tenant_id, environment_id, execution_id, step_id),
    FOREIGN KEY (tenant_id, environment_id, execution_id) REFERENCES workflow.executions`,
  'workflow.api_keys': `${SCOPE},
    id text NOT NULL, name text NOT NULL, hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    permissions text[] NOT NULL, expires_at timestamptz, revoked_at timestamptz, created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, environment_id, id),
    UNIQUE (tenant_id, environment_id, hash)`,
};

const INDEXES = [
  `CREATE UNIQUE INDEX definitions_live_name ON workflow.definitions (tenant_id, environment_id, name) WHERE deleted_at IS NULL`,
  `CREATE INDEX definitions_newest ON workflow.definitions (tenant_id, environment_id, created_at DESC, id DESC) WHERE deleted_at IS NULL`,
  `CREATE INDEX definitions_listening ON workflow.definitions (tenant_id, environment_id, event_name)
     WHERE deleted_at IS NULL AND trigger_type = 'event'`,
  `CREATE INDEX executions_newest ON workflow.executions (tenant_id, environment_id, created_at DESC, id DESC)`,
  `CREATE INDEX executions_of_definition ON workflow.executions (tenant_id, environment_id, definition_id, created_at DESC, id DESC)`,
  `CREATE INDEX executions_of_event ON workflow.executions (tenant_id, environment_id, event_id) WHERE event_id IS NOT NULL`,
  `CREATE INDEX executions_pending ON workflow.executions (tenant_id, environment_id, start_after) WHERE status = 'pending'`,
  // Across scopes: one key opens one scope. Who could learn of a taken hash has the key already.
  `CREATE UNIQUE INDEX api_keys_hash ON workflow.api_keys (hash)`,
];

/** Definitions, their versions, executions with their steps, and API keys. */
export class CreateWorkflowTables1700000000001 implements MigrationInterface {
  readonly name = 'CreateWorkflowTables1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    await openSchema(runner, 'workflow');
    for (const [table, columns] of Object.entries(TABLES)) {
      await runner.query(`CREATE TABLE ${table} (${columns})`);
      await isolateTable(runner, table);
    }
    for (const index of INDEXES) await runner.query(index);
    await this.letDispatchersFindWork(runner);
    await this.letKeysBeFound(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA workflow CASCADE');
  }

  private async letDispatchersFindWork(runner: QueryRunner): Promise<void> {
    await lookAcrossScopes(runner, {
      table: 'workflow.executions',
      visible: `status = 'pending'`,
      signature: 'workflow.scopes_with_pending_executions()',
      returns: 'TABLE (tenant_id text, environment_id text)',
      body: `SELECT e.tenant_id, e.environment_id FROM workflow.executions e
             WHERE e.status = 'pending' AND e.start_after <= now()
             GROUP BY e.tenant_id, e.environment_id ORDER BY min(e.start_after)`,
    });
  }

  /** A key is looked up before anything is known of its scope; who has its 256 bits may learn what it opens. */
  private async letKeysBeFound(runner: QueryRunner): Promise<void> {
    await lookAcrossScopes(runner, {
      table: 'workflow.api_keys',
      visible: 'revoked_at IS NULL',
      signature: 'workflow.api_key_by_hash(bytea)',
      returns: 'SETOF workflow.api_keys',
      body: `SELECT * FROM workflow.api_keys k WHERE k.hash = $1 AND k.revoked_at IS NULL LIMIT 1`,
    });
  }
}
