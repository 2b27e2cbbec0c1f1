import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { ApiKeyRepository, ConnectionRepository } from '@app/application';
import { anApiKey } from '../../support/builders/api-keys';
import { aConnection, SECRETS } from '../../support/builders/connections';
import { ACME_PROD, GLOBEX_PROD } from '../../support/builders/scopes';
import { startDatabaseApp, type DatabaseApp } from '../../support/database/database-app';

/** Every function of ours, as the catalogue describes it. */
const FUNCTIONS = `
  SELECT p.oid::regprocedure::text AS name, p.prosecdef AS definer, pg_get_userbyid(p.proowner) AS owner,
    p.proconfig AS settings, has_function_privilege('public', p.oid, 'EXECUTE') AS open
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE n.nspname IN ('workflow', 'billing', 'public') AND p.prorettype <> 'trigger'::regtype
  ORDER BY 1`;

/** It has only a number to go by. */
const LOOKS_AT_NOTHING = 'workflow.must_be_recorded(bigint)';

/** A view shows what its owner may see, past the reader's own policies. */
const VIEWS = `
  SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')`;

const POLICIES = `
  SELECT format('%s.%s', schemaname, tablename) AS table, cmd, qual FROM pg_policies
  WHERE policyname <> 'own_scope' ORDER BY 1`;

/** Nothing at all but within the function that sets it. */
const FORGOTTEN = `(received_at < (NULLIF(current_setting('app.forget_before'::text, true), ''::text))::timestamp with time zone)`;

describe('looks across scopes', () => {
  let world: DatabaseApp;
  let client: Client;
  let keys: ApiKeyRepository;

  beforeAll(async () => {
    world = await startDatabaseApp();
    keys = world.app.get(ApiKeyRepository);
    client = new Client({ connectionString: world.database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await world.close();
  });

  async function saveKey(id: string, scope = ACME_PROD): Promise<Buffer> {
    const hash = randomBytes(32);
    await keys.save(scope, anApiKey({ id, name: id, scope, permissions: ['workflows:read'] }), hash);
    return hash;
  }

  async function inScope(sql: string, scope = ACME_PROD): Promise<void> {
    await client.query('BEGIN');
    await client.query(`SELECT set_config('app.tenant_id', $1, true), set_config('app.environment_id', $2, true)`, [
      scope.tenantId,
      scope.environmentId,
    ]);
    await client.query(sql);
    await client.query('COMMIT');
  }

  it('are these functions, closed to all but the application, with a path of their own', async () => {
    const { rows } = await client.query<{ name: string }>(FUNCTIONS);
    expect(rows.map(({ name }) => name)).toEqual([
      'billing.scopes_with_unpublished_events()',
      'workflow.api_key_by_hash(bytea)',
      'workflow.deferred_load()',
      'workflow.forget_events(timestamp with time zone,integer)',
      LOOKS_AT_NOTHING,
      'workflow.pending_executions(integer)',
      'workflow.pending_executions(integer,integer)',
      'workflow.scopes_with_cancel_requests()',
      'workflow.scopes_with_deferred_events()',
      'workflow.scopes_with_pending_executions()',
      'workflow.scopes_with_schedules()',
      'workflow.scopes_with_unchecked_executions()',
      'workflow.webhook_secrets(text)',
    ]);
    for (const { name, ...how } of rows.filter((row) => row.name !== LOOKS_AT_NOTHING))
      expect([name, how]).toEqual([
        name,
        { definer: true, owner: 'workflow_owner', settings: ['search_path=pg_catalog, pg_temp'], open: false },
      ]);
  });

  it('need no view, and no policy but these', async () => {
    expect((await client.query(VIEWS)).rows).toEqual([]);
    expect((await client.query(POLICIES)).rows).toEqual([
      { table: 'billing.outbox', cmd: 'SELECT', qual: 'true' },
      { table: 'workflow.api_keys', cmd: 'SELECT', qual: '(revoked_at IS NULL)' },
      { table: 'workflow.connections', cmd: 'SELECT', qual: `(sealed_webhook_secrets <> '{}'::text[])` },
      { table: 'workflow.deferred_events', cmd: 'SELECT', qual: 'true' },
      {
        ...{ table: 'workflow.definitions', cmd: 'SELECT' },
        qual: `((trigger_type = 'scheduled'::text) AND (deleted_at IS NULL))`,
      },
      ...['DELETE', 'SELECT'].map((cmd) => ({ table: 'workflow.events', cmd, qual: FORGOTTEN })),
      { table: 'workflow.executions', cmd: 'SELECT', qual: `(status = ANY (ARRAY['pending'::text, 'running'::text]))` },
    ]);
  });

  it('give the one key of a hash, and no other', async () => {
    const [own, other] = [await saveKey('key_own'), await saveKey('key_other', GLOBEX_PROD)];
    const found = 'SELECT id, tenant_id FROM workflow.api_key_by_hash($1)';
    expect((await client.query(found, [own])).rows).toEqual([{ id: 'key_own', tenant_id: 'acme' }]);
    expect((await client.query(found, [other])).rows).toEqual([{ id: 'key_other', tenant_id: 'globex' }]);
    expect((await client.query(found, [Buffer.alloc(32)])).rows).toEqual([]);
    expect((await client.query('SELECT * FROM workflow.api_keys')).rows).toEqual([]);
  });

  it('give the scope of one connection and what its webhooks are signed with, sealed, and nothing else', async () => {
    const [own, other] = [aConnection(), aConnection()];
    const connections = world.app.get(ConnectionRepository);
    await connections.insert(ACME_PROD, own, SECRETS);
    await connections.insert(GLOBEX_PROD, other, { ...SECRETS, webhookSecrets: [] });
    const found = 'SELECT * FROM workflow.webhook_secrets($1)';
    const sealed = [expect.stringMatching(/^test:[A-Za-z0-9+/]+=*$/)];
    const scope = { tenant_id: 'acme', environment_id: 'production' };
    expect((await client.query(found, [own.id])).rows).toEqual([{ ...scope, sealed }]);
    for (const id of [other.id, 'conn_nobody']) expect((await client.query(found, [id])).rows).toEqual([]);
    expect((await client.query('SELECT * FROM workflow.connections')).rows).toEqual([]);
  });

  it('do not open a secret that was put into another row', async () => {
    const connections = world.app.get(ConnectionRepository);
    const id = (await connections.find(ACME_PROD))?.id ?? '';
    const moved = aConnection({ id: 'conn_moved' });
    await connections.remove(GLOBEX_PROD, (await connections.find(GLOBEX_PROD))?.id ?? '');
    await connections.insert(GLOBEX_PROD, moved, { apiKey: 'sk_other', webhookSecrets: [] });
    const { rows } = await client.query<{ sealed: string[] }>('SELECT * FROM workflow.webhook_secrets($1)', [id]);
    await inScope(
      `UPDATE workflow.connections SET sealed_webhook_secrets = '{${rows[0]?.sealed.join()}}'`,
      GLOBEX_PROD,
    );
    await expect(connections.forWebhook('conn_moved')).rejects.toMatchObject({ code: 'internal_error' });
    await expect(connections.secrets(GLOBEX_PROD)).rejects.toMatchObject({ code: 'internal_error' });
  });

  it('do not find a revoked key, and storing it again does not bring it back', async () => {
    const hash = await saveKey('key_revoked');
    await inScope(`UPDATE workflow.api_keys SET revoked_at = now() WHERE id = 'key_revoked'`);
    expect(await keys.findByHash(hash)).toBeUndefined();
    await keys.save(ACME_PROD, anApiKey({ id: 'key_revoked', name: 'x', permissions: [] }), hash);
    expect(await keys.findByHash(hash)).toBeUndefined();
  });
});
