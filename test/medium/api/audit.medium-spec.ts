import { Client } from 'pg';
import { freshDatabase, type FreshDatabase } from '../../support/database/fresh-database';
import { GOOD_DEFINITION } from '../../support/definitions/bad-definitions';
import { runApiOn, type RunningApi } from './running-api';

type Entry = { action: string; before?: unknown; after?: unknown } & Record<string, unknown>;

describe('the audit', () => {
  let database: FreshDatabase;
  let api: RunningApi;
  let definition: string;

  beforeAll(async () => {
    database = await freshDatabase();
    api = await runApiOn(database.url);
    const path = 'workflows/definitions';
    const trace = { 'x-request-id': 'req-audit' };
    const made = await api.call('acme', 'POST', path, GOOD_DEFINITION, trace);
    definition = made.body.id as string;
    await api.call('acme', 'PUT', `${path}/${definition}`, { ...GOOD_DEFINITION, timeout_seconds: 60 });
    await api.call('acme', 'PUT', `${path}/${definition}`, { ...GOOD_DEFINITION, timeout_seconds: 60 });
    await api.call('acme', 'POST', `${path}/${definition}/disable`);
    await api.call('acme', 'POST', `${path}/${definition}/enable`);
    await api.call('acme', 'POST', `${path}/${definition}/rollback`, { version: 1 });
    await api.call('acme', 'POST', `${path}/${definition}/trigger`, { trigger_data: { a: 1 } });
    await api.call('acme', 'PUT', `${path}/${definition}`, {});
    await api.call('reader', 'DELETE', `${path}/${definition}`);
    await api.call('acme', 'DELETE', `${path}/${definition}?force=true`);
  });
  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  const entries = async (query = ''): Promise<Entry[]> =>
    (await api.call('acme', 'GET', `workflows/audit?${query}`)).body.items as Entry[];

  it('tells every change and every start, newest first, and nothing that was refused or changed nothing', async () => {
    expect((await entries()).map(({ action }) => action)).toEqual([
      ...['definition.deleted', 'execution.triggered', 'definition.rolled_back'],
      ...['definition.enabled', 'definition.disabled', 'definition.updated', 'definition.created'],
    ]);
  });

  it('tells who, from where, what was before and what after', async () => {
    const [created] = await entries('action=definition.created');
    expect(created).toMatchObject({
      actor: { type: 'api_key', id: 'key_acme' },
      resource: { type: 'definition', id: definition },
      ...{ route: 'POST /api/v1/workflows/definitions', request_id: 'req-audit', ip_address: '127.0.0.1' },
      after: { ...GOOD_DEFINITION, version: 1, enabled: true, timeout_seconds: 3600 },
    });
    expect(created).not.toHaveProperty('before');
    const [updated] = await entries('action=definition.updated');
    expect(updated).toMatchObject({
      route: 'PUT /api/v1/workflows/definitions/:id',
      before: { version: 1, timeout_seconds: 3600 },
      after: { version: 2, timeout_seconds: 60 },
    });
    const [triggered] = await entries('resource_type=execution');
    expect(triggered?.after).toEqual({ workflow_id: definition, workflow_version: 3, trigger_data: { a: 1 } });
    const [deleted] = await entries('action=definition.deleted');
    expect(deleted?.after).toEqual({ force: true, cancelled_executions: 1 });
  });

  it.each([
    ['actor_id=key_acme', 7],
    ['actor_id=key_reader', 0],
    ['resource_type=definition', 6],
    ['request_id=req-audit', 1],
    ['created_to=2020-01-01T00:00:00Z', 0],
    ['created_from=2020-01-01T00:00:00Z&action=execution.triggered', 1],
  ])('finds %s', async (query, count) => {
    expect(await entries(query)).toHaveLength(count);
    expect(await entries(`${query}&resource_id=wf_other`)).toEqual([]);
  });

  it('goes from page to page', async () => {
    const page = async (query: string) => (await api.call('acme', 'GET', `workflows/audit?limit=4${query}`)).body;
    const first = await page('');
    const { next_cursor: cursor, total } = first.pagination as { next_cursor: string; total: number };
    const second = await page(`&cursor=${cursor}`);
    expect([(first.items as Entry[]).length, (second.items as Entry[]).length, total]).toEqual([4, 3, 7]);
    expect(second.pagination).toMatchObject({ next_cursor: null });
  });

  it('shows others nothing', async () => {
    for (const who of ['globex', 'acmeDevelopment'] as const)
      expect((await api.call(who, 'GET', 'workflows/audit')).body.items).toEqual([]);
  });

  it.each([
    "UPDATE workflow.audit_entries SET actor_id = 'x'",
    'DELETE FROM workflow.audit_entries',
    'TRUNCATE workflow.audit_entries',
  ])('takes no %s from the application, nor from the owner', async (statement) => {
    for (const [url, refusal] of [
      [database.url, 'permission denied'],
      [database.ownerUrl, 'append-only'],
    ] as const) {
      const client = new Client({ connectionString: url });
      await client.connect();
      await expect(client.query(statement)).rejects.toThrow(refusal);
      await client.end();
    }
  });
});
