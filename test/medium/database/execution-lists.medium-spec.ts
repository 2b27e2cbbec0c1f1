import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { DefinitionRepository, ExecutionRepository, newId, type ExecutionFilter, type Place } from '@app/application';
import { ScopedDatabase } from '@app/database';
import type { Definition, TenantScope } from '@app/domain';
import { aDefinition } from '../../support/builders/definitions';
import { ACME_PROD, GLOBEX_PROD } from '../../support/builders/scopes';
import { startDatabaseApp, type DatabaseApp } from '../../support/database/database-app';

const START = '2026-01-01T00:00:00Z';
const HALF = new Date(Date.parse(START) + 75_000 * 1000);
const SCAN = 'Seq Scan';

/** Rows a second apart; most are completed, some failed, few still pending; a customer has some ten of them. */
const MANY = `
  INSERT INTO workflow.executions (tenant_id, environment_id, id, definition_id, definition_name, definition_version,
    trigger_type, trigger_key, event_id, customer_id, trigger_event, root_execution_id, status, created_at)
  SELECT $1, $2, 'exec_' || $3 || n, $3, 'Many', 1,
    CASE WHEN n % 10 = 0 THEN 'api' ELSE 'event' END, 'event:' || n, 'evt_' || n, 'cust_' || n % 15000,
    jsonb_build_object('id', 'evt_' || n, 'depth', 0, 'payload', jsonb_build_object('customer', repeat('x', 300))),
    'exec_' || n, CASE WHEN n % 5000 = 0 THEN 'pending' WHEN n % 100 = 0 THEN 'failed' ELSE 'completed' END,
    $4::timestamptz + n * interval '1 second'
  FROM generate_series(1, $5::integer) n`;

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Actual Rows': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: PlanNode[];
}

interface Statement {
  readonly sql: string;
  readonly parameters: unknown[];
}

let world: DatabaseApp;
let executions: ExecutionRepository;
let often: Definition;
let seldom: Definition;

beforeAll(async () => {
  world = await startDatabaseApp();
  executions = world.app.get(ExecutionRepository);
  often = await fill(ACME_PROD, 149_000);
  seldom = await fill(ACME_PROD, 1000);
  await fill(GLOBEX_PROD, 50_000);
  const owner = new Client({ connectionString: world.database.ownerUrl });
  await owner.connect();
  await owner.query('VACUUM ANALYZE workflow.executions');
  await owner.end();
}, 120_000);
afterAll(() => world.close());

async function fill(scope: TenantScope, count: number): Promise<Definition> {
  const definition = aDefinition({ name: newId('many') });
  await world.app.get(DefinitionRepository).insert(scope, definition);
  const { tenantId, environmentId } = scope;
  const parameters = [tenantId, environmentId, definition.id, START, count];
  await world.app.get(ScopedDatabase).run(scope, (manager) => manager.query(MANY, parameters));
  return definition;
}

/** The statements that some work sends which read executions. */
async function statementsOf(work: () => Promise<unknown>): Promise<Statement[]> {
  const [source, statements] = [world.app.get(DataSource), [] as Statement[]];
  const usual = source.logger;
  const logQuery = (sql: string, parameters: unknown[] = []): void => void statements.push({ sql, parameters });
  source.logger = { ...usual, logQuery };
  await work();
  source.logger = usual;
  return statements.filter(({ sql }) => sql.includes('"executions"'));
}

/** What the server really did, node by node, as the application's role under row-level security. */
async function nodesOf(statement: Statement): Promise<PlanNode[]> {
  const rows = await world.app
    .get(ScopedDatabase)
    .run(ACME_PROD, (manager) =>
      manager.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }[]>(
        `EXPLAIN (ANALYZE, FORMAT JSON) ${statement.sql}`,
        statement.parameters,
      ),
    );
  const flat = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flat)];
  return rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => flat(Plan)));
}

function mostRead(nodes: readonly PlanNode[]): number {
  return Math.max(...nodes.map((node) => node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)));
}

describe('lists of executions among 200,000', () => {
  const page = { limit: 50, offset: 0 };

  it.each<[string, () => ExecutionFilter, number]>([
    ['all', () => ({}), 150_000],
    ['a busy definition', () => ({ definitionId: often.id }), 149_000],
    ['a quiet definition', () => ({ definitionId: seldom.id }), 1000],
    ['a status that most have', () => ({ status: 'completed' }), 148_500],
    ['a status that few have', () => ({ status: 'pending' }), 29],
    ['a trigger', () => ({ triggerType: 'api' }), 15_000],
    ['an event', () => ({ eventId: 'evt_777' }), 2],
    ['a customer', () => ({ customerId: 'cust_777' }), 11],
    ['a customer and a status', () => ({ customerId: 'cust_777', status: 'completed' }), 11],
    ['a definition and a status', () => ({ definitionId: often.id, status: 'failed' }), 1461],
    ['a time and later', () => ({ createdFrom: HALF }), 74_001],
    ['a span of time', () => ({ createdFrom: HALF, createdTo: new Date(HALF.getTime() + 60_000) }), 60],
    ['what nothing is', () => ({ customerId: 'nobody' }), 0],
  ])('%s: never reads the whole table, and little for the page itself', async (_what, filter, total) => {
    expect((await executions.list(ACME_PROD, filter(), page)).total).toBe(total);
    const statements = await statementsOf(() => executions.list(ACME_PROD, filter(), page));
    expect(statements).toHaveLength(2);
    for (const statement of statements) {
      const nodes = await nodesOf(statement);
      expect(nodes.map((node) => node['Node Type'])).not.toContain(SCAN);
      if (!statement.sql.includes('count(*)')) expect(mostRead(nodes)).toBeLessThan(10_000);
    }
  });

  it('reads a page deep inside by its cursor as quickly as the first one: no more rows than it shows', async () => {
    const after: Place = { createdAt: HALF, id: `exec_${often.id}75000`, total: 150_000 };
    const statements = await statementsOf(() => executions.list(ACME_PROD, {}, { ...page, after }));
    expect(statements).toHaveLength(1);
    for (const statement of statements) {
      const nodes = await nodesOf(statement);
      expect(nodes.map((node) => node['Node Type'])).not.toContain(SCAN);
      expect(mostRead(nodes)).toBe(51);
    }
  });
});
