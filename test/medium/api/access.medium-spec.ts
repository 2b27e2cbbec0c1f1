import { connect } from 'node:net';
import { runApi, type Called, type Method, type RunningApi } from './running-api';

const KEYS = 'api-keys';

describe('API keys over REST', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await runApi();
  });
  afterAll(() => api.stop());

  const make = (fields: object = {}): Promise<Called> =>
    api.call('acme', 'POST', KEYS, { name: 'ci', permissions: ['workflows:read'], ...fields });
  const use = (key: unknown, path = 'workflows/definitions'): Promise<Called> =>
    api.call('nobody', 'GET', path, undefined, { 'x-api-key': String(key) });

  it('are made, shown once, and open their scope', async () => {
    const made = await make({ expires_at: '2099-01-01T00:00:00+01:00' });
    expect([made.status, made.headers.location]).toEqual([201, `/api/v1/api-keys/${String(made.body.id)}`]);
    const { key, ...shown } = made.body;
    expect(shown).toMatchObject({
      name: 'ci',
      created_by: 'key_acme',
      expires_at: '2098-12-31T23:00:00.000Z',
      revoked_at: null,
    });
    expect((await use(key)).status).toBe(200);
    expect((await use(key, 'api-keys')).status).toBe(403);
    const read = await api.call('acme', 'GET', String(made.headers.location));
    expect(read.body).toMatchObject({ id: shown.id, prefix: String(key).slice(0, 11) });
    expect(JSON.stringify(read.body)).not.toContain(String(key).slice(11));
    const list = await api.call('acme', 'GET', `${KEYS}?limit=1`);
    expect(list.body).toMatchObject({ items: [{ id: shown.id }], pagination: { limit: 1 } });
  });

  it('open nothing after they are revoked, or have expired', async () => {
    const { body } = await make();
    const revoke = (): Promise<Called> => api.call('acme', 'DELETE', `${KEYS}/${String(body.id)}`);
    expect([(await revoke()).status, (await revoke()).status]).toEqual([204, 204]);
    expect((await use(body.key)).status).toBe(401);
    const short = await make({ expires_at: new Date(Date.now() + 300).toISOString() });
    expect((await use(short.body.key)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect((await use(short.body.key)).status).toBe(401);
  });

  it('change over to a new secret', async () => {
    const { body } = await make();
    const rotate = (overlap: object) => api.call('acme', 'POST', `${KEYS}/${String(body.id)}/rotate`, overlap);
    const second = await rotate({});
    expect([second.status, (await use(body.key)).status, (await use(second.body.key)).status]).toEqual([200, 200, 200]);
    const third = await rotate({ overlap_seconds: 0 });
    expect([(await use(second.body.key)).status, (await use(third.body.key)).status]).toEqual([401, 200]);
  });

  it.each<[string, object, number, string]>([
    ['no permissions', { permissions: [] }, 400, 'validation_failed'],
    ['a permission that is none', { permissions: ['workflows:reed'] }, 400, 'validation_failed'],
    ['a permission twice', { permissions: ['workflows:read', 'workflows:read'] }, 400, 'validation_failed'],
    ['an expiry in the past', { expires_at: '2020-01-01T00:00:00Z' }, 400, 'validation_failed'],
    ['a blank name', { name: ' ' }, 400, 'validation_failed'],
    ['a scope of its own choice', { tenant_id: 'tenant_globex' }, 400, 'validation_failed'],
  ])('are refused with %s', async (_what, fields, status, code) => {
    const made = await make(fields);
    expect([made.status, made.body.code]).toEqual([status, code]);
  });

  it('never hand out more than their maker holds', async () => {
    const { body } = await make({ permissions: ['workflows:read', 'api_keys:write'] });
    const wanted = { name: 'more', permissions: ['workflows:write'] };
    const made = await api.call('nobody', 'POST', KEYS, wanted, { 'x-api-key': String(body.key) });
    expect([made.status, made.body.code]).toEqual([403, 'permission_denied']);
  });

  it('are nothing to another scope', async () => {
    const { body } = await make();
    const calls: [Method, string][] = [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', '/rotate'],
    ];
    for (const who of ['globex', 'acmeDevelopment'] as const)
      for (const [method, path] of calls)
        expect(
          (await api.call(who, method, `${KEYS}/${String(body.id)}${path}`, method === 'POST' ? {} : undefined)).status,
        ).toBe(404);
    expect((await use(body.key)).status).toBe(200);
  });

  it('remember when they were used', async () => {
    const { body } = await make();
    await use(body.key);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { last_used_at } = (await api.call('acme', 'GET', `${KEYS}/${String(body.id)}`)).body;
    expect(Date.now() - Date.parse(String(last_used_at))).toBeLessThan(60_000);
  });
});

describe('limits and headers', () => {
  it('limits a scope as a whole, and unknown callers by their address', async () => {
    const api = await runApi({ auth: { rateLimit: 3, rateLimitWindowSeconds: 60 } });
    const list = (who: 'acme' | 'reader' | 'globex' | 'unknown'): Promise<Called> =>
      api.call(who, 'GET', 'workflows/definitions');
    const first = await list('acme');
    expect(first.headers).toMatchObject({
      'ratelimit-limit': '3',
      'ratelimit-remaining': '2',
      'ratelimit-reset': '60',
    });
    await list('reader');
    await list('acme');
    const refused = await list('reader');
    expect([refused.status, refused.body.code, refused.headers['ratelimit-remaining']]).toEqual([
      429,
      'rate_limited',
      '0',
    ]);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(50);
    expect((await list('globex')).status).toBe(200);
    const statuses = [];
    for (let call = 0; call < 5; call++) statuses.push((await list('unknown')).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    expect((await api.call('nobody', 'GET', '/health/live')).status).toBe(200);
    await api.stop();
  });

  it('lets pages of other origins in only where they are named', async () => {
    const [closed, open] = [await runApi(), await runApi({ corsOrigins: ['https://console.example.com'] })];
    const ask = async (api: RunningApi, origin: string): Promise<unknown> =>
      (await api.call('acme', 'GET', 'workflows/definitions', undefined, { origin })).headers[
        'access-control-allow-origin'
      ];
    expect(await ask(closed, 'https://console.example.com')).toBeUndefined();
    expect(await ask(open, 'https://console.example.com')).toBe('https://console.example.com');
    expect(await ask(open, 'https://evil.example.com')).toBeUndefined();
    expect((await open.call('acme', 'GET', 'nowhere')).status).toBe(404);
    const preflight = { origin: 'https://console.example.com', 'access-control-request-method': 'PUT' };
    const asked = await open.app.inject({
      method: 'OPTIONS',
      url: '/api/v1/workflows/definitions',
      headers: preflight,
    });
    expect([asked.statusCode, asked.headers['access-control-allow-methods']]).toEqual([
      204,
      expect.stringContaining('PUT'),
    ]);
    await closed.stop();
    await open.stop();
  });

  it('answers with headers that let a browser do nothing with it, and still shows its page', async () => {
    const api = await runApi();
    const { headers } = await api.call('acme', 'GET', 'workflows/definitions');
    expect(headers).toMatchObject({
      ...{ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store', 'x-frame-options': 'SAMEORIGIN' },
      'content-security-policy': expect.stringContaining("default-src 'none'") as string,
      'strict-transport-security': expect.stringContaining('max-age') as string,
    });
    expect(headers['x-powered-by']).toBeUndefined();
    const page = await api.app.inject({ method: 'GET', url: '/api/docs' });
    expect([page.statusCode, page.body.includes('<script>')]).toEqual([200, false]);
    await api.stop();
  });

  it.each([
    ['no request', 'NONSENSE\r\n\r\n', 400, 'validation_failed'],
    ['headers without end', `GET / HTTP/1.1\r\nx-a: ${'a'.repeat(20_000)}\r\n\r\n`, 431, 'headers_too_large'],
  ])('answers %s with a problem', async (_what, bytes, status, code) => {
    const api = await runApi();
    await api.app.listen(0, '127.0.0.1');
    const { port } = api.app.getHttpServer().address() as { port: number };
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('close', () => resolve(text));
      socket.on('error', reject);
    });
    const [head = '', body = '{}'] = answer.split('\r\n\r\n');
    expect(head).toContain(`HTTP/1.1 ${status} `);
    expect(head).toContain('application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ status, code, trace_id: expect.any(String) as string });
    await api.stop();
  });
});
