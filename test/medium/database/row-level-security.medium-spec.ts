import { Client } from 'pg';
import { DefinitionRepository, ExecutionRepository } from '@app/application';
import { aDefinition } from '../../support/builders/definitions';
import { aNewExecution } from '../../support/builders/executions';
import { ACME_PROD } from '../../support/builders/scopes';
import { startDatabaseApp, type DatabaseApp } from '../../support/database/database-app';

interface TableRow {
  readonly name: string;
  readonly scoped_columns: number;
  readonly leading_key: string[];
  readonly enabled: boolean;
  readonly forced: boolean;
  readonly owner: string;
}

/** Every table of ours, as the catalogue describes it; dead letters are the platform's, and belong to nobody. */
const TABLES = `
  SELECT format('%s.%s', n.nspname, c.relname) AS name, c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced,
    pg_get_userbyid(c.relowner) AS owner,
    (SELECT count(*)::integer FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnotnull
      AND a.attname IN ('tenant_id', 'environment_id')) AS scoped_columns,
    (SELECT array_agg(a.attname::text ORDER BY k.place) FROM pg_index i
      CROSS JOIN LATERAL unnest(i.indkey::smallint[]) WITH ORDINALITY AS k (attnum, place)
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
      WHERE i.indrelid = c.oid AND i.indisprimary AND k.place <= 2) AS leading_key
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND c.relname NOT IN ('schema_migrations', 'dead_letters') ORDER BY 1`;

const UNSCOPED_UNIQUE = `
  SELECT i.indexrelid::regclass::text AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname IN ('workflow', 'billing') AND i.indisunique AND (
    SELECT array_agg(a.attname::text ORDER BY k.place) FROM unnest(i.indkey::smallint[]) WITH ORDINALITY AS k (attnum, place)
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum WHERE k.place <= 2
  ) IS DISTINCT FROM ARRAY['tenant_id', 'environment_id']`;

describe('row-level security, below the repositories', () => {
  let world: DatabaseApp;
  let client: Client;

  beforeAll(async () => {
    world = await startDatabaseApp();
    client = new Client({ connectionString: world.database.url });
    await client.connect();
    const definition = aDefinition();
    await world.app.get(DefinitionRepository).insert(ACME_PROD, definition);
    await world.app.get(ExecutionRepository).insertPending(ACME_PROD, [aNewExecution(definition)]);
  });
  afterAll(async () => {
    await client.end();
    await world.close();
  });

  /** Statements in one transaction of that scope, undone at the end. */
  async function within<T>(tenant: string | null, environment: string | null, work: () => Promise<T>): Promise<T> {
    await client.query('BEGIN');
    try {
      if (tenant !== null) await client.query(`SELECT set_config('app.tenant_id', $1, true)`, [tenant]);
      if (environment !== null) await client.query(`SELECT set_config('app.environment_id', $1, true)`, [environment]);
      return await work();
    } finally {
      await client.query('ROLLBACK');
    }
  }

  async function count(table: string): Promise<number> {
    const { rows } = await client.query<{ count: number }>(`SELECT count(*)::integer AS count FROM ${table}`);
    return rows[0]?.count ?? NaN;
  }

  it('holds for every table: scope columns, key, forced, owned by somebody else', async () => {
    const { rows } = await client.query<TableRow>(TABLES);
    expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['workflow.executions', 'billing.wallets']));
    for (const { name, ...table } of rows)
      expect([name, table]).toEqual([
        name,
        {
          ...{ scoped_columns: 2, leading_key: ['tenant_id', 'environment_id'] },
          ...{ enabled: true, forced: true, owner: 'workflow_owner' },
        },
      ]);
  });

  it("has no unique key that reaches across scopes, but for the one that binds an API key, and the dead letters'", async () => {
    expect((await client.query(UNSCOPED_UNIQUE)).rows).toEqual(
      expect.arrayContaining([{ name: 'workflow.api_keys_hash' }, { name: 'workflow.dead_letters_pkey' }]),
    );
    expect((await client.query(UNSCOPED_UNIQUE)).rows).toHaveLength(2);
  });

  it.each<[string, string | null, string | null, number]>([
    ['its own scope', 'acme', 'production', 1],
    ['another tenant', 'globex', 'production', 0],
    ['another environment', 'acme', 'development', 0],
    ['a tenant without environment', 'acme', null, 0],
    ['an environment without tenant', null, 'production', 0],
    ['no scope at all', null, null, 0],
    ['an empty scope', '', '', 0],
  ])('shows a query that names no tenant, in %s, %s/%s: %i rows', async (_who, tenant, environment, expected) => {
    const counts = await within(tenant, environment, async () => [
      await count('workflow.definitions'),
      await count('workflow.definition_versions'),
      await count('workflow.executions'),
    ]);
    expect(counts).toEqual([expected, expected, expected]);
  });

  it.each<[string, string | null, string | null]>([
    ['another tenant', 'globex', 'production'],
    ['another environment', 'acme', 'development'],
    ['no scope', null, null],
  ])('lets %s change and remove nothing', async (_who, tenant, environment) => {
    const changed = await within(tenant, environment, async () => [
      (await client.query(`UPDATE workflow.executions SET status = 'failed'`)).rowCount,
      (await client.query('DELETE FROM workflow.step_executions')).rowCount,
      (await client.query('DELETE FROM workflow.executions')).rowCount,
    ]);
    expect(changed).toEqual([0, 0, 0]);
  });

  it.each<[string, string | null, string | null]>([
    ['another tenant', 'globex', 'production'],
    ['no scope', null, null],
  ])('lets %s insert nothing in a scope that is not its own', async (_who, tenant, environment) => {
    const insert = `INSERT INTO billing.features VALUES ('acme', 'production', 'f', 'F', 'boolean', now())`;
    await expect(within(tenant, environment, () => client.query(insert))).rejects.toThrow('row-level security');
  });

  it('does not let a row be moved to another scope', async () => {
    const move = `UPDATE workflow.executions SET tenant_id = 'globex'`;
    await expect(within('acme', 'production', () => client.query(move))).rejects.toThrow();
  });

  it.each([
    ['CREATE TABLE workflow.mine (id text)'],
    ['ALTER TABLE workflow.executions DISABLE ROW LEVEL SECURITY'],
    ['DROP POLICY own_scope ON workflow.executions'],
    ['SET ROLE workflow_owner'],
    ['TRUNCATE workflow.executions'],
    [`UPDATE billing.wallet_transactions SET credits = 1`],
    ['DELETE FROM billing.wallet_transactions'],
  ])('denies the application: %s', async (sql) => {
    await expect(within('acme', 'production', () => client.query(sql))).rejects.toThrow(
      /permission denied|must be owner/,
    );
  });

  it('lets the owner see no more than the looks across scopes need', async () => {
    const owner = new Client({ connectionString: world.database.ownerUrl });
    await owner.connect();
    const { rows } = await owner.query(
      'SELECT (SELECT count(*)::integer FROM workflow.definitions) AS definitions, (SELECT count(*)::integer FROM workflow.executions) AS pending',
    );
    await owner.end();
    expect(rows).toEqual([{ definitions: 0, pending: 1 }]);
  });

  it('looks across scopes only for the scopes that have work', async () => {
    const { rows } = await client.query('SELECT * FROM workflow.scopes_with_pending_executions()');
    expect(rows).toEqual([{ tenant_id: 'acme', environment_id: 'production', in_flight: 0 }]);
  });
});
