import { GOOD_DEFINITION } from '../../support/definitions/bad-definitions';
import { runApi, type RunningApi } from './running-api';

const JSON_TYPE = { 'content-type': 'application/json' };

describe('the HTTP side of the API', () => {
  let api: RunningApi;

  beforeAll(async () => {
    api = await runApi();
  });
  afterAll(() => api.stop());

  it.each<[string, 'GET' | 'POST', string, unknown, object, number, string]>([
    ['an unknown address', 'GET', 'nowhere', undefined, {}, 404, 'not_found'],
    ['an unknown address outside', 'GET', '/nowhere', undefined, {}, 404, 'not_found'],
    ['an id that is none', 'GET', 'workflows/executions/a%2Fb', undefined, {}, 404, 'not_found'],
    ['an id far too long', 'GET', `workflows/executions/${'x'.repeat(200)}`, undefined, {}, 404, 'not_found'],
    ['a method that the address has not', 'POST', 'workflows/executions', {}, {}, 405, 'method_not_allowed'],
    ['broken JSON', 'POST', 'workflows/definitions', '{"name":', JSON_TYPE, 400, 'malformed_json'],
    ['a prototype', 'POST', 'workflows/definitions', '{"__proto__":{}}', JSON_TYPE, 400, 'validation_failed'],
    ['a form', 'POST', 'workflows/definitions', 'a=1', { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
    ['a body too large', 'POST', 'workflows/definitions', { a: 'x'.repeat(262_144) }, {}, 413, 'payload_too_large'],
    ['a NUL in the query', 'GET', 'workflows/definitions?name=%00', undefined, {}, 400, 'validation_failed'],
    ['an address that is none', 'GET', 'workflows/executions/%zz', undefined, {}, 400, 'validation_failed'],
  ])('answers %s with a problem', async (_what, method, path, body, headers, status, code) => {
    const answer = await api.call('acme', method, path, body, { 'x-request-id': 'req-7', ...headers });
    expect(answer.body).toMatchObject({ status, code, trace_id: 'req-7', title: expect.any(String) as string });
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.headers['x-request-id']).toBe('req-7');
    expect(answer.body.instance).not.toContain('?');
  });

  it.each([
    ['GET', '/nowhere', 404],
    ['POST', '/api/v1/workflows/executions', 405],
    ['GET', '/api/v1/workflows/definitions?name=%00', 400],
  ] as const)('answers %s %s with the headers of any answer', async (method, path, status) => {
    const answer = await api.call('acme', method, path);
    expect([answer.status, answer.headers['x-content-type-options']]).toEqual([status, 'nosniff']);
  });

  it('answers a hostile body in few words', async () => {
    const body = JSON.stringify({ ['k'.repeat(200_000)]: Array.from({ length: 5000 }, () => '\u0000') });
    const answer = await api.app.inject({
      ...{ method: 'POST', url: '/api/v1/workflows/definitions', payload: body, headers: JSON_TYPE },
    });
    expect([answer.statusCode, answer.body.length < 100_000]).toEqual([400, true]);
    const many = JSON.stringify(Array.from({ length: 20_000 }, () => '\u0000'));
    const other = await api.app.inject({
      method: 'POST',
      url: '/api/v1/workflows/definitions',
      payload: many,
      headers: JSON_TYPE,
    });
    expect([other.statusCode, other.body.length < 100_000]).toEqual([400, true]);
  });

  it('says where JSON breaks, and which methods an address has', async () => {
    const broken = await api.call('acme', 'POST', 'workflows/definitions', '{"name": "x",}', JSON_TYPE);
    expect(broken.body.detail).toContain('position 13');
    const wrong = await api.call('acme', 'POST', 'workflows/executions', {});
    expect(wrong.headers.allow).toContain('GET');
  });

  it('makes its own request id where the given one is not sane', async () => {
    const { headers } = await api.call('acme', 'GET', 'workflows/definitions', undefined, { 'x-request-id': 'a b' });
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('takes a body just below the limit', async () => {
    const room = 262_144 - JSON.stringify({ ...GOOD_DEFINITION, description: '' }).length;
    const definition = { ...GOOD_DEFINITION, description: 'x'.repeat(room) };
    const { status, body } = await api.call('acme', 'POST', 'workflows/definitions', definition);
    expect([status, body.errors]).toEqual([400, [expect.objectContaining({ code: 'too_long' })]]);
  });

  it('is alive and ready, for everybody', async () => {
    const live = await api.call('nobody', 'GET', '/health/live');
    expect([live.status, live.body]).toEqual([200, { status: 'ok' }]);
    const ready = await api.call('nobody', 'GET', '/health/ready');
    expect([ready.status, ready.body]).toEqual([200, { status: 'ok', checks: { database: 'up' } }]);
  });

  it('describes every route, for everybody', async () => {
    const { status, body } = await api.call('nobody', 'GET', 'openapi.json');
    expect([status, body.openapi]).toEqual([200, '3.1.0']);
    expect(Object.keys(body.paths as object)).toEqual(
      expect.arrayContaining([
        '/api/v1/workflows/definitions',
        '/api/v1/workflows/definitions/{id}',
        '/api/v1/workflows/definitions/{id}/trigger',
        '/api/v1/workflows/executions',
        '/api/v1/workflows/executions/{id}',
        '/api/v1/billing/customers',
      ]),
    );
    const page = await api.app.inject({ method: 'GET', url: '/api/docs' });
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, expect.stringContaining('text/html')]);
  });
});
