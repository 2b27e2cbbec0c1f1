import { BAD_DEFINITIONS, GOOD_DEFINITION } from '../../support/definitions/bad-definitions';
import { runApi, type RunningApi } from './running-api';

describe('definitions over REST', () => {
  let api: RunningApi;

  beforeAll(async () => {
    api = await runApi();
  });
  afterAll(() => api.stop());

  it('stores a definition and answers with all of it', async () => {
    const definition = { ...GOOD_DEFINITION, name: 'Stored', description: 'As given', enabled: false };
    const made = await api.call('acme', 'POST', 'workflows/definitions', definition);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      ...definition,
      ...{ version: 1, status: 'published', created_by: 'key_acme', on_failure: 'stop', timeout_seconds: 3600 },
      ...{ tenant_id: 'tenant_acme', environment_id: 'env_production' },
    });
    expect(made.body.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(made.headers.location).toBe(`/api/v1/workflows/definitions/${made.body.id as string}`);
    const read = await api.call('acme', 'GET', String(made.headers.location));
    expect([read.status, read.body]).toEqual([200, made.body]);
  });

  it('refuses a second one of that name, in this scope alone', async () => {
    const definition = { ...GOOD_DEFINITION, name: 'Only one' };
    expect((await api.call('acme', 'POST', 'workflows/definitions', definition)).status).toBe(201);
    const again = await api.call('acme', 'POST', 'workflows/definitions', definition);
    expect([again.status, again.body.code]).toEqual([409, 'name_taken']);
    expect((await api.call('globex', 'POST', 'workflows/definitions', definition)).status).toBe(201);
  });

  it('lists by filter and page, newest first', async () => {
    for (const [name, event_name, enabled] of [
      ['List 1', 'list.one', true],
      ['List 2', 'list.two', true],
      ['List 3', 'list.two', false],
    ] as const) {
      const trigger = { type: 'event', event_name };
      await api.call('acmeDevelopment', 'POST', 'workflows/definitions', {
        ...GOOD_DEFINITION,
        name,
        trigger,
        enabled,
      });
    }
    const list = async (query: string) => {
      const { body } = await api.call('acmeDevelopment', 'GET', `workflows/definitions?${query}`);
      return [(body.items as { name: string }[]).map(({ name }) => name), body.pagination];
    };
    expect(await list('')).toEqual([['List 3', 'List 2', 'List 1'], { total: 3, limit: 50, offset: 0 }]);
    expect(await list('limit=1&offset=1')).toEqual([['List 2'], { total: 3, limit: 1, offset: 1 }]);
    expect((await list('event_name=list.two&enabled=true'))[0]).toEqual(['List 2']);
    expect((await list('enabled=false'))[0]).toEqual(['List 3']);
    expect((await list('name=List%201'))[0]).toEqual(['List 1']);
    expect((await list('trigger_type=manual'))[0]).toEqual([]);
  });

  it.each(['limit=0', 'limit=101', 'offset=10001', 'enabled=1', 'trigger_type=cron', 'page=2', 'limit=1&limit=2'])(
    'refuses the query %s',
    async (query) => {
      const { status, body } = await api.call('acme', 'GET', `workflows/definitions?${query}`);
      expect([status, body.code]).toEqual([400, 'validation_failed']);
      const [parameter] = query.split('=');
      expect(body.errors).toEqual([expect.objectContaining({ pointer: `/${parameter}` })]);
    },
  );

  it.each(BAD_DEFINITIONS)('refuses %s', async (_what, definition, pointer, code) => {
    const { status, headers, body } = await api.call('acme', 'POST', 'workflows/definitions', definition);
    expect([status, body.code]).toEqual([400, 'validation_failed']);
    expect(headers['content-type']).toContain('application/problem+json');
    expect((body.errors as { pointer: string; code: string }[]).map((error) => [error.pointer, error.code])).toEqual([
      [pointer, code],
    ]);
  });

  it('prints the circle that steps wait in', async () => {
    const [, circle] = BAD_DEFINITIONS.find(([what]) => what === 'a circle') ?? [];
    const { body } = await api.call('acme', 'POST', 'workflows/definitions', circle);
    expect(JSON.stringify(body.errors)).toContain('step_1 → step_2 → step_1');
  });
});
