import { DomainError } from '@app/domain';
import { aCaller } from '../../../../test/support/builders/callers';
import { SECRETS } from '../../../../test/support/builders/connections';
import { ACME_PROD, STRANGERS } from '../../../../test/support/builders/scopes';
import { FakeAuditLog } from '../../../../test/support/fakes/fake-audit-log';
import { FakeConnectionProbe } from '../../../../test/support/fakes/fake-connection-probe';
import { FakeConnectionRepository } from '../../../../test/support/fakes/fake-connection-repository';
import { FakeTransactions } from '../../../../test/support/fakes/fake-transactions';
import { Audit } from '../audit/audit';
import { AllowedServers } from './allowed-servers';
import { CheckConnection } from './check-connection';
import { GetConnection } from './connections';
import { CreateConnection } from './create-connection';
import { DeleteConnection } from './delete-connection';
import { UpdateConnection } from './update-connection';

const by = aCaller();
const ORIGIN = 'https://us.api.flexprice.io';
const FIELDS = { baseUrl: `${ORIGIN}/v1`, environmentId: 'env_1' };
const REFUSED = new DomainError('rejected', 'Flexprice does not know this API key.');

function setup() {
  const [connections, probe, log] = [new FakeConnectionRepository(), new FakeConnectionProbe(), new FakeAuditLog()];
  const [transactions, servers, audit] = [new FakeTransactions(), new AllowedServers([ORIGIN]), new Audit(log)];
  const get = new GetConnection(connections);
  return {
    ...{ connections, probe, log, get },
    create: new CreateConnection(transactions, connections, probe, servers, audit),
    update: new UpdateConnection(transactions, get, connections, probe, servers, audit),
    check: new CheckConnection(get, connections, probe, servers),
    remove: new DeleteConnection(transactions, get, connections, audit),
  };
}

async function connected() {
  const world = setup();
  const connection = await world.create.execute(ACME_PROD, { ...FIELDS, secrets: SECRETS, by });
  return { ...world, connection, id: connection.id };
}

const actions = (log: FakeAuditLog) => log.of(ACME_PROD).map(({ action }) => action);

describe('connections', () => {
  it('are stored once their server knows the key, and written down without secrets', async () => {
    const { connections, probe, log, connection } = await connected();
    expect(probe.asked).toEqual([{ ...FIELDS, apiKey: SECRETS.apiKey }]);
    expect(await connections.find(ACME_PROD)).toEqual(connection);
    expect(connection).toMatchObject({ ...FIELDS, provider: 'flexprice', userId: 'user_1', webhookSecretCount: 1 });
    expect((await connections.secrets(ACME_PROD))?.secrets).toEqual(SECRETS);
    const [entry] = log.of(ACME_PROD);
    expect(entry).toMatchObject({
      ...{ action: 'connection.created', resource: 'connection', resourceId: connection.id },
      after: { base_url: FIELDS.baseUrl, environment_id: 'env_1', webhook_secret_count: 1 },
    });
    for (const secret of [SECRETS.apiKey, ...SECRETS.webhookSecrets])
      expect(JSON.stringify(entry)).not.toContain(secret);
  });

  it('are not stored when their server refuses', async () => {
    const { create, connections, probe, log } = setup();
    probe.failure = REFUSED;
    await expect(create.execute(ACME_PROD, { ...FIELDS, secrets: SECRETS, by })).rejects.toBe(REFUSED);
    expect([await connections.find(ACME_PROD), log.of(ACME_PROD)]).toEqual([undefined, []]);
  });

  it('are one of a scope; a second key is not even sent', async () => {
    const { create, probe, id } = await connected();
    const second = create.execute(ACME_PROD, { ...FIELDS, secrets: SECRETS, by });
    await expect(second).rejects.toMatchObject({ code: 'conflict', details: { id } });
    expect(probe.asked).toHaveLength(1);
  });

  it('keep the secrets that are left out, and lose the plain members that are', async () => {
    const { update, connections, probe, log, id } = await connected();
    const after = await update.execute(ACME_PROD, { id, baseUrl: `${ORIGIN}/v2/`, secrets: {}, by });
    expect(after).not.toHaveProperty('environmentId');
    expect(probe.asked.at(-1)).toEqual({ baseUrl: `${ORIGIN}/v2`, apiKey: SECRETS.apiKey });
    expect((await connections.secrets(ACME_PROD))?.secrets).toEqual(SECRETS);
    const webhookSecrets = ['whsec_a', 'whsec_b'];
    await update.execute(ACME_PROD, { id, baseUrl: `${ORIGIN}/v2`, secrets: { webhookSecrets }, by });
    expect((await connections.secrets(ACME_PROD))?.secrets).toEqual({ apiKey: SECRETS.apiKey, webhookSecrets });
    expect(log.of(ACME_PROD).map(({ before, after: is }) => [before, is])).toEqual([
      [undefined, expect.anything()],
      [expect.objectContaining({ environment_id: 'env_1' }), expect.not.objectContaining({ environment_id: 'env_1' })],
      [expect.anything(), expect.objectContaining({ webhook_secret_count: 2, replaced_secrets: ['webhook_secrets'] })],
    ]);
  });

  it('are written down as updated only if they are', async () => {
    const { update, log, id } = await connected();
    await update.execute(ACME_PROD, { id, ...FIELDS, secrets: {}, by });
    expect(actions(log)).toEqual(['connection.created']);
    await update.execute(ACME_PROD, { id, ...FIELDS, secrets: { apiKey: SECRETS.apiKey }, by });
    expect(actions(log)).toEqual(['connection.created', 'connection.updated']);
  });

  it('can be given new secrets when the stored ones cannot be read', async () => {
    const { update, connections, id } = await connected();
    connections.secrets = () => Promise.reject(new DomainError('rejected', 'The key is gone.'));
    await expect(update.execute(ACME_PROD, { id, ...FIELDS, secrets: {}, by })).rejects.toMatchObject({
      code: 'rejected',
    });
    expect(await update.execute(ACME_PROD, { id, ...FIELDS, secrets: SECRETS, by })).toMatchObject({ id });
  });

  it('do not overwrite what was changed while the server was asked', async () => {
    const { update, check, connections, probe, connection, id } = await connected();
    probe.meanwhile = async () => {
      const now = await connections.find(ACME_PROD);
      if (now?.mailFrom) return;
      const updatedAt = new Date(connection.updatedAt.getTime() + 1);
      await connections.update(ACME_PROD, { ...connection, mailFrom: 'a@b.example', updatedAt }, connection.updatedAt);
    };
    const conflict = { code: 'conflict' };
    await expect(update.execute(ACME_PROD, { id, ...FIELDS, secrets: {}, by })).rejects.toMatchObject(conflict);
    expect(await connections.find(ACME_PROD)).toMatchObject({ mailFrom: 'a@b.example' });
    probe.meanwhile = () => connections.remove(ACME_PROD, id);
    await expect(check.execute(ACME_PROD, { id })).rejects.toMatchObject(conflict);
  });

  it('are asked again, and keep what is found', async () => {
    const { check, connections, probe, log, connection, id } = await connected();
    probe.answer = { userId: 'user_2', hasBuiltInOnboarding: true };
    const checked = await check.execute(ACME_PROD, { id });
    expect(checked).toMatchObject({ ...probe.answer, updatedAt: connection.updatedAt });
    expect(await connections.find(ACME_PROD)).toEqual(checked);
    probe.failure = REFUSED;
    await expect(check.execute(ACME_PROD, { id })).rejects.toBe(REFUSED);
    expect(await connections.find(ACME_PROD)).toEqual(checked);
    expect(actions(log)).toEqual(['connection.created']);
  });

  it('are forgotten', async () => {
    const { remove, get, log, id } = await connected();
    await remove.execute(ACME_PROD, { id, by });
    await expect(get.execute(ACME_PROD, { id })).rejects.toMatchObject({ code: 'not_found' });
    expect(log.of(ACME_PROD).at(-1)).toMatchObject({ action: 'connection.deleted', before: { provider: 'flexprice' } });
  });

  it.each(STRANGERS)('are not there for %s, whose calls reach no server', async (_who, scope) => {
    const { get, update, check, remove, probe, id } = await connected();
    const notFound = { code: 'not_found' };
    await expect(get.execute(scope, { id })).rejects.toMatchObject(notFound);
    await expect(update.execute(scope, { id, ...FIELDS, secrets: SECRETS, by })).rejects.toMatchObject(notFound);
    await expect(check.execute(scope, { id })).rejects.toMatchObject(notFound);
    await expect(remove.execute(scope, { id, by })).rejects.toMatchObject(notFound);
    expect(probe.asked).toHaveLength(1);
  });
});

describe('AllowedServers', () => {
  const servers = new AllowedServers([ORIGIN, 'http://127.0.0.1:8080']);

  it.each([
    [`${ORIGIN}/v1`, `${ORIGIN}/v1`],
    [`${ORIGIN}/v1//`, `${ORIGIN}/v1`],
    ['HTTPS://US.api.flexprice.io:443', ORIGIN],
    ['http://127.0.0.1:8080/v1', 'http://127.0.0.1:8080/v1'],
  ])('take %s as %s', (text, baseUrl) => {
    expect(servers.baseUrl(text)).toBe(baseUrl);
  });

  it.each([
    ['another server', 'https://evil.example/v1', 'not_one_of'],
    ['another port', `${ORIGIN}:8443/v1`, 'not_one_of'],
    ['another scheme', 'http://us.api.flexprice.io/v1', 'not_one_of'],
    ['a name that only begins so', `${ORIGIN}.evil.example/v1`, 'not_one_of'],
    ["a cloud's metadata", 'http://169.254.169.254/latest', 'not_one_of'],
    ['another way to write an address', 'http://2130706433:8080/v2', 'taken'],
    ['a file', 'file:///etc/passwd', 'pattern'],
    ['credentials', 'https://us:er@us.api.flexprice.io/v1', 'pattern'],
    ['a host behind credentials', `${ORIGIN}@evil.example/v1`, 'pattern'],
    ['a query', `${ORIGIN}/v1?a=b`, 'pattern'],
    ['an empty query', `${ORIGIN}/v1?`, 'pattern'],
    ['a fragment', `${ORIGIN}/v1#a`, 'pattern'],
    ['no URL', '/v1', 'pattern'],
  ])('judge %s by what it is', (_what, text, outcome) => {
    const judge = (): string => servers.baseUrl(text);
    if (outcome === 'taken') return expect(judge()).toBe('http://127.0.0.1:8080/v2');
    const problem = expect.objectContaining({ pointer: '/base_url', code: outcome }) as object;
    return expect(judge).toThrow(expect.objectContaining({ problems: [problem] }) as Error);
  });

  it('name what is allowed', () => {
    expect(() => servers.baseUrl('https://evil.example')).toThrow(`${ORIGIN}, http://127.0.0.1:8080`);
  });
});
