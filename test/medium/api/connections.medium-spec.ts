import { setOnboarding } from '../../support/flexprice/built-in-onboarding';
import { FlexpriceStandIn } from '../../support/flexprice';
import { runApi, SCOPES, type Called, type Caller, type RunningApi } from './running-api';

const KEY = 'sk_01J0000000000000000000CONN';
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OTHER_SECRET = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
const LISTENING = {
  name: 'Onboarding',
  trigger: { type: 'event', event_name: 'customer.created' },
  steps: [{ id: 'wait', type: 'wait', config: { duration_seconds: 1 } }],
};

describe('connections over REST', () => {
  let api: RunningApi;
  let standIn: FlexpriceStandIn;

  beforeAll(async () => {
    standIn = await FlexpriceStandIn.start();
    standIn.addAccount({ ...SCOPES.acme, apiKey: KEY, userId: 'user_service' });
    api = await runApi({ flexpriceOrigins: [new URL(standIn.url).origin] });
  });
  afterAll(async () => {
    await api.stop();
    await standIn.close();
  });
  afterEach(async () => {
    standIn.faults.clear();
    for (const who of ['acme', 'globex'] as const)
      for (const { id } of await listed(who)) await api.call(who, 'DELETE', `connections/${id}`);
  });

  const body = (fields: object = {}): object => ({ base_url: standIn.url, api_key: KEY, ...fields });
  const create = (fields: object = {}, who: Caller = 'acme'): Promise<Called> =>
    api.call(who, 'POST', 'connections', body(fields));
  const listed = async (who: Caller): Promise<{ id: string }[]> =>
    (await api.call(who, 'GET', 'connections')).body.items as { id: string }[];
  const warningsOf = ({ body: { warnings } }: Called): unknown =>
    (warnings as { pointer: string; code: string }[] | undefined)?.map(({ pointer, code }) => `${pointer} ${code}`);

  it('are made once the server knows the key, and shown without secrets', async () => {
    const made = await create({ webhook_secrets: [SECRET], mail_from: 'Acme <billing@acme.example>' });
    const id = String(made.body.id);
    expect([made.status, made.headers.location]).toEqual([201, `/api/v1/connections/${id}`]);
    expect(made.body).toEqual({
      ...{ id, provider: 'flexprice', base_url: standIn.url, environment_id: null, user_id: 'user_service' },
      ...{ mail_from: 'Acme <billing@acme.example>', webhook_secret_count: 1 },
      webhook_path: `/api/v1/webhooks/flexprice/${id}`,
      checked_at: expect.any(String) as string,
      created_at: expect.any(String) as string,
      updated_at: expect.any(String) as string,
    });
    expect((await api.call('acme', 'GET', String(made.headers.location))).body).toEqual(made.body);
    expect(await listed('acme')).toEqual([made.body]);
    expect(await listed('acmeDevelopment')).toEqual([]);
  });

  it('are one of an environment', async () => {
    const { id } = (await create()).body;
    const second = await create();
    expect([second.status, second.body.code, second.body.details]).toEqual([409, 'conflict', { id }]);
  });

  it.each<[string, object, number, string | RegExp]>([
    ['a key that the server does not know', { api_key: 'sk_other' }, 422, /does not know this API key/],
    ['a path where nothing is', { base_url: 'origin/v7' }, 422, /base URL/],
    ['a server that may not be called', { base_url: 'https://169.254.169.254/v1' }, 400, '/base_url not_one_of'],
    ['a base URL that is none', { base_url: 'flexprice' }, 400, '/base_url pattern'],
    ['no base URL', { base_url: undefined }, 400, '/base_url required'],
    ['no key', { api_key: undefined }, 400, '/api_key required'],
    ['a key that fits no header', { api_key: 'sk_1\r\nx-evil: 1' }, 400, '/api_key pattern'],
    ['an environment that is none', { environment_id: 'a/b' }, 400, '/environment_id pattern'],
    ['a secret without its prefix', { webhook_secrets: [SECRET.slice(6)] }, 400, '/webhook_secrets pattern'],
    ['a secret too short', { webhook_secrets: ['whsec_c2hvcnQ='] }, 400, '/webhook_secrets pattern'],
    ['a secret that is no base64', { webhook_secrets: [`${SECRET}=`] }, 400, '/webhook_secrets pattern'],
    ['a secret twice', { webhook_secrets: [SECRET, SECRET] }, 400, '/webhook_secrets wrong_type'],
    ['a secret by itself', { webhook_secrets: SECRET }, 400, '/webhook_secrets wrong_type'],
    ['a sender that is none', { mail_from: 'nobody' }, 400, '/mail_from pattern'],
    ['a sender with a header', { mail_from: 'A <a@b.example>\r\nBcc: c@d.example' }, 400, '/mail_from pattern'],
    ['a member that nobody knows', { environment: 'x' }, 400, '/environment unknown_member'],
  ])('are refused with %s', async (_what, fields, status, told) => {
    const filled = JSON.parse(JSON.stringify(fields).replace('origin', new URL(standIn.url).origin)) as object;
    const refused = await create({ ...fields, ...filled });
    const errors = (refused.body.errors ?? []) as { pointer: string; code: string }[];
    if (typeof told === 'string') expect(errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([told]);
    else expect(refused.body).toMatchObject({ code: 'rejected', detail: expect.stringMatching(told) as string });
    expect(refused.status).toBe(status);
    expect(await listed('acme')).toEqual([]);
  });

  it('are not made while the server is away', async () => {
    standIn.faults.add({ kind: 'refused', path: /users/ });
    const refused = await create();
    expect([refused.status, refused.body.code]).toEqual([503, 'unavailable']);
    expect(await listed('acme')).toEqual([]);
  });

  it('are replaced, but for the secrets that are left out', async () => {
    const { id } = (await create({ webhook_secrets: [SECRET], mail_from: 'a@b.example' })).body;
    const put = (fields: object): Promise<Called> => api.call('acme', 'PUT', `connections/${String(id)}`, fields);
    const kept = await put({ base_url: standIn.url });
    expect([kept.status, kept.body]).toEqual([
      200,
      expect.objectContaining({ mail_from: null, webhook_secret_count: 1 }),
    ]);
    const rotated = await put({ base_url: standIn.url, webhook_secrets: [OTHER_SECRET, SECRET] });
    expect(rotated.body).toMatchObject({ webhook_secret_count: 2, created_at: kept.body.created_at });
    expect((await put({ base_url: standIn.url, webhook_secrets: [] })).body).toMatchObject({ webhook_secret_count: 0 });
    const refused = await put({ base_url: standIn.url, api_key: 'sk_other' });
    expect([refused.status, refused.body.code]).toEqual([422, 'rejected']);
  });

  it('are checked again, and forgotten', async () => {
    const { id, checked_at } = (await create()).body;
    const check = (): Promise<Called> => api.call('acme', 'POST', `connections/${String(id)}/check`);
    expect(Date.parse(String((await check()).body.checked_at))).toBeGreaterThan(Date.parse(String(checked_at)));
    standIn.faults.add({ kind: 'error', status: 401, body: { error: 'Unauthorized' }, path: /users/ });
    expect((await check()).body.code).toBe('rejected');
    expect((await api.call('acme', 'DELETE', `connections/${String(id)}`)).status).toBe(204);
    expect([(await check()).status, (await listed('acme')).length]).toEqual([404, 0]);
  });

  it('warn, and have workflows warn, of an onboarding of the server itself', async () => {
    const define = (fields: object): Promise<Called> =>
      api.call('acme', 'POST', 'workflows/definitions', { ...LISTENING, ...fields });
    const quiet = await define({ name: 'Before' });
    expect(warningsOf(quiet)).toBeUndefined();
    await setOnboarding({ baseUrl: standIn.url, apiKey: KEY }, true);
    const made = await create();
    expect(warningsOf(made)).toEqual([' built_in_onboarding']);
    const told = ['/trigger/event_name built_in_onboarding'];
    const definition = `workflows/definitions/${String(quiet.body.id)}`;
    expect(warningsOf(await define({ name: 'After' }))).toEqual(told);
    expect(warningsOf(await api.call('acme', 'GET', definition))).toEqual(told);
    expect(warningsOf(await api.call('acme', 'POST', `${definition}/disable`))).toEqual(told);
    expect(warningsOf(await api.call('acme', 'PUT', definition, { ...LISTENING, name: 'Other' }))).toEqual(told);
    expect(warningsOf(await api.call('acme', 'POST', 'workflows/definitions/validate', LISTENING))).toEqual(told);
    const { items } = (await api.call('acme', 'GET', 'workflows/definitions')).body as { items: object[] };
    expect(items.map((each) => warningsOf({ body: each } as Called))).toEqual([told, told]);
    expect(warningsOf(await define({ name: 'By hand', trigger: { type: 'manual' } }))).toBeUndefined();
    expect(warningsOf(await api.call('globex', 'POST', 'workflows/definitions', LISTENING))).toBeUndefined();
    await setOnboarding({ baseUrl: standIn.url, apiKey: KEY }, false);
    await api.call('acme', 'POST', `connections/${String(made.body.id)}/check`);
    expect(warningsOf(await api.call('acme', 'GET', definition))).toBeUndefined();
  });

  it('cannot be read or changed without the permission, and are nothing to another scope', async () => {
    const { id } = (await create()).body;
    expect((await api.call('reader', 'GET', 'connections')).body).toMatchObject({ code: 'permission_denied' });
    for (const [method, path, sent] of [
      ['GET', '', undefined],
      ['PUT', '', body()],
      ['POST', '/check', undefined],
      ['DELETE', '', undefined],
    ] as const)
      expect((await api.call('globex', method, `connections/${String(id)}${path}`, sent)).status).toBe(404);
    expect(await listed('acme')).toHaveLength(1);
  });
});

it('connections are refused where nothing can be sealed', async () => {
  const standIn = await FlexpriceStandIn.start();
  standIn.addAccount({ ...SCOPES.acme, apiKey: KEY, userId: 'user_service' });
  const api = await runApi({ flexpriceOrigins: [new URL(standIn.url).origin], encryptionKeys: [] });
  const refused = await api.call('acme', 'POST', 'connections', { base_url: standIn.url, api_key: KEY });
  await api.stop();
  await standIn.close();
  expect([refused.status, refused.body.detail]).toEqual([422, 'ENCRYPTION_KEYS is not set.']);
});
