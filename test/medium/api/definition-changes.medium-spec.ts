import { GOOD_DEFINITION } from '../../support/definitions/bad-definitions';
import { runApi, type Called, type Method, type RunningApi } from './running-api';

type Definition = { id: string; version: number; revision: number } & Record<string, unknown>;

describe('changes of a definition over REST', () => {
  let api: RunningApi;
  let count = 0;

  beforeAll(async () => {
    api = await runApi();
  });
  afterAll(() => api.stop());

  const draft = (changes: object = {}): Record<string, unknown> => ({
    ...GOOD_DEFINITION,
    name: `D${++count}`,
    ...changes,
  });
  const call = (method: Method, path: string, body?: unknown, headers?: object): Promise<Called> =>
    api.call('acme', method, `workflows/definitions${path}`, body, headers);
  const make = async (changes: object = {}): Promise<Definition> =>
    (await call('POST', '', draft(changes))).body as Definition;

  it('replaces: other content makes a version, another name or the same content makes none', async () => {
    const wanted = draft();
    const { id } = await make({ name: wanted.name });
    const same = await call('PUT', `/${id}`, wanted);
    expect([same.status, same.headers.etag, same.body.version]).toEqual([200, '"1"', 1]);
    const renamed = await call('PUT', `/${id}`, { ...wanted, name: `${String(wanted.name)} again` });
    expect([renamed.headers.etag, renamed.body.version, renamed.body.updated_by]).toEqual(['"2"', 1, 'key_acme']);
    const changed = await call('PUT', `/${id}`, { ...wanted, timeout_seconds: 60 });
    expect([changed.headers.etag, changed.body.version]).toEqual(['"3"', 2]);
    expect((await call('GET', `/${id}`)).body).toEqual(changed.body);
  });

  it('replaces nothing by something wrong, or by a name that is taken', async () => {
    const { id, ...before } = await make();
    const bad = await call('PUT', `/${id}`, draft({ steps: [] }));
    expect([bad.status, bad.body.code]).toEqual([400, 'validation_failed']);
    const other = await make();
    const taken = await call('PUT', `/${id}`, draft({ name: other.name }));
    expect([taken.status, taken.body.code]).toEqual([409, 'name_taken']);
    expect((await call('GET', `/${id}`)).body).toEqual({ id, ...before });
  });

  it('keeps a disabled definition disabled when a replacement does not say', async () => {
    const { id } = await make({ enabled: false });
    expect((await call('PUT', `/${id}`, draft())).body.enabled).toBe(false);
    expect((await call('PUT', `/${id}`, draft({ enabled: true }))).body.enabled).toBe(true);
  });

  it.each<[string, Method, string, unknown]>([
    ['PUT', 'PUT', '', GOOD_DEFINITION],
    ['DELETE', 'DELETE', '', undefined],
    ['rollback', 'POST', '/rollback', { version: 1 }],
  ])('%s with the ETag of an older state is refused', async (_what, method, path, body) => {
    const { id } = await make();
    await call('POST', `/${id}/disable`);
    for (const tag of ['"1"', 'W/"2"', '2', '"x"']) {
      const refused = await call(method, `/${id}${path}`, body, { 'if-match': tag });
      expect([refused.status, refused.body.code, refused.body.details]).toEqual([
        412,
        'precondition_failed',
        { revision: 2 },
      ]);
    }
    const { status } = await call(method, `/${id}${path}`, body && draft(body), { 'if-match': '"7", "2"' });
    expect(status).toBe(method === 'POST' ? 400 : method === 'PUT' ? 200 : 204);
  });

  it('of ten changes at once that know the same state one wins', async () => {
    const { id } = await make();
    const all = Array.from({ length: 10 }, (_, n) =>
      call('PUT', `/${id}`, draft({ timeout_seconds: 100 + n }), { 'if-match': '"1"' }),
    );
    const statuses = (await Promise.all(all)).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 9 }, () => 412)]);
    expect((await call('GET', `/${id}`)).body).toMatchObject({ version: 2, revision: 2 });
  });

  it('enables and disables, again and again', async () => {
    const { id } = await make();
    for (const enabled of [false, false, true, true]) {
      const answer = await call('POST', `/${id}/${enabled ? 'enable' : 'disable'}`);
      expect([answer.status, answer.body.enabled, answer.body.version]).toEqual([200, enabled, 1]);
    }
    expect((await call('GET', `/${id}`)).headers.etag).toBe('"3"');
  });

  it('shows every version, and goes back to one', async () => {
    const { id, name } = await make({ timeout_seconds: 1 });
    for (const timeout_seconds of [2, 3]) await call('PUT', `/${id}`, { ...GOOD_DEFINITION, name, timeout_seconds });
    const { body } = await call('GET', `/${id}/versions`);
    expect(body).toMatchObject({
      items: [3, 2, 1].map((version) => ({
        workflow_id: id,
        version,
        timeout_seconds: version,
        created_by: 'key_acme',
      })),
      pagination: { total: 3, limit: 50, offset: 0 },
    });
    const first = await call('GET', `/${id}/versions/1`);
    expect(first.body).toMatchObject({ version: 1, timeout_seconds: 1, on_failure: 'stop' });
    const back = await call('POST', `/${id}/rollback`, { version: 1 });
    expect([back.status, back.body.version, back.body.timeout_seconds, back.headers.etag]).toEqual([200, 4, 1, '"4"']);
    for (const version of ['9', '0', 'x', '99999999999'])
      expect((await call('GET', `/${id}/versions/${version}`)).status).toBe(404);
    expect((await call('POST', `/${id}/rollback`, { version: 9 })).status).toBe(404);
    expect((await call('POST', `/${id}/rollback`, {})).status).toBe(400);
  });

  it('deletes what has no runs, and what has with force; runs and the name remain', async () => {
    const { id, name } = await make();
    const run = await call('POST', `/${id}/trigger`, {});
    const refused = await call('DELETE', `/${id}`);
    expect([refused.status, refused.body.code, refused.body.details]).toEqual([
      409,
      'definition_has_running_executions',
      { running_executions: 1 },
    ]);
    const deleted = await call('DELETE', `/${id}?force=true`);
    expect([deleted.status, deleted.body]).toEqual([204, {}]);
    for (const path of [`/${id}`, `/${id}/versions`, `/${id}/versions/1`])
      expect((await call('GET', path)).body.code).toBe('not_found');
    expect((await call('DELETE', `/${id}`)).status).toBe(404);
    expect((await call('POST', `/${id}/trigger`, {})).status).toBe(404);
    const execution = await api.call('acme', 'GET', String(run.headers.location));
    expect(execution.body).toMatchObject({ status: 'cancelled', workflow_id: id, workflow_name: name });
    expect((await call('POST', '', draft({ name }))).status).toBe(201);
  });

  it('no run slips in while a definition is deleted', async () => {
    for (let round = 0; round < 10; round++) {
      const { id } = await make();
      const [trigger, deletion] = await Promise.all([call('POST', `/${id}/trigger`, {}), call('DELETE', `/${id}`)]);
      expect([`${trigger.status} ${deletion.status}`]).toEqual([expect.stringMatching(/^(202 409|404 204)$/)]);
    }
  });

  it('validates without storing, and knows the name of what would be replaced', async () => {
    const { id, name } = await make();
    const total = async () => ((await call('GET', '?limit=1')).body.pagination as { total: number }).total;
    const before = await total();
    const good = await call('POST', '/validate', draft());
    expect([good.status, good.body]).toEqual([200, { valid: true, problems: [], warnings: [] }]);
    const taken = await call('POST', '/validate', draft({ name }));
    expect(taken.body).toMatchObject({ valid: false, problems: [{ pointer: '/name', code: 'name_taken' }] });
    expect((await call('POST', `/validate?replaces=${id}`, draft({ name }))).body.valid).toBe(true);
    const bad = await call('POST', '/validate', { ...draft(), name: 7, extra: 1 });
    expect(bad.body).toMatchObject({ valid: false });
    expect((bad.body.problems as { pointer: string }[]).map(({ pointer }) => pointer).sort()).toEqual([
      '/extra',
      '/name',
    ]);
    expect(await total()).toBe(before);
  });
});
