import { SignJWT } from 'jose';
import { GOOD_DEFINITION } from '../../support/definitions/bad-definitions';
import { JWT_SECRET, runApi, type RunningApi } from './running-api';

describe('executions over REST', () => {
  let api: RunningApi;
  let path: string;
  let workflowId: string;

  beforeAll(async () => {
    api = await runApi();
    const { body } = await api.call('acme', 'POST', 'workflows/definitions', GOOD_DEFINITION);
    workflowId = body.id as string;
    path = `workflows/definitions/${workflowId}/trigger`;
  });
  afterAll(() => api.stop());

  it('starts a run by hand and shows it, pending', async () => {
    const accepted = await api.call('acme', 'POST', path, { trigger_data: { customer_id: 'cust_1' } });
    const id = accepted.body.execution_id as string;
    expect([accepted.status, accepted.body]).toEqual([202, { execution_id: id, status: 'pending' }]);
    expect(id).toMatch(/^exec_[0-9A-Z]{26}$/);
    expect(accepted.headers.location).toBe(`/api/v1/workflows/executions/${id}`);

    const { status, body } = await api.call('acme', 'GET', String(accepted.headers.location));
    expect(status).toBe(200);
    expect(body).toEqual({
      ...{ id, workflow_id: workflowId, workflow_name: 'Good', workflow_version: 1, status: 'pending' },
      ...{ tenant_id: 'tenant_acme', environment_id: 'env_production' },
      ...{ trigger_type: 'api', trigger_event: { payload: { customer_id: 'cust_1' } } },
      ...{ created_at: expect.any(String) as string, started_at: null, completed_at: null },
      temporal_workflow_id: `tenant_acme/env_production/${id}`,
      step_executions: ['step_1', 'step_2'].map((step_id, index) => ({
        ...{ step_id, type: ['assign_plan', 'create_wallet'][index], status: 'pending', attempts: 0 },
        ...{ started_at: null, completed_at: null },
      })),
      context: { trigger: { customer_id: 'cust_1' }, steps: {} },
    });
  });

  it.each<[string, unknown, object]>([
    ['no body', undefined, {}],
    ['an empty body of JSON', undefined, { 'content-type': 'application/json' }],
    ['an empty object', {}, {}],
  ])('starts a run with %s', async (_what, body, headers) => {
    expect((await api.call('acme', 'POST', path, body, headers)).status).toBe(202);
  });

  it('keeps trigger data as it was sent', async () => {
    const trigger_data = { toString: 'a', nested: [{ valueOf: null, n: 1e-7, deep: { 'a/b~c': ['ä', '😀'] } }] };
    const accepted = await api.call('acme', 'POST', path, { trigger_data });
    const { body } = await api.call('acme', 'GET', String(accepted.headers.location));
    expect(body.context).toEqual({ trigger: trigger_data, steps: {} });
  });

  it('starts one run per Idempotency-Key', async () => {
    const key = { 'idempotency-key': 'order-1' };
    const first = await api.call('acme', 'POST', path, { trigger_data: { a: 1, b: 2 } }, key);
    const again = await api.call('acme', 'POST', path, { trigger_data: { b: 2, a: 1 } }, key);
    expect([again.status, again.body]).toEqual([202, first.body]);
    const other = await api.call('acme', 'POST', path, { trigger_data: { a: 2 } }, key);
    expect([other.status, other.body.code]).toEqual([409, 'idempotency_key_reused']);
  });

  it.each(['', 'two words', 'ümlaut', 'x'.repeat(256)])('refuses the Idempotency-Key %j', async (key) => {
    const { status, body } = await api.call('acme', 'POST', path, {}, { 'idempotency-key': key });
    expect([status, body.code]).toEqual([400, 'validation_failed']);
    expect(body.errors).toEqual([expect.objectContaining({ pointer: '/idempotency-key', code: 'pattern' })]);
  });

  it.each<[string, unknown, string, string]>([
    ['a list for trigger_data', { trigger_data: [] }, '/trigger_data', 'wrong_type'],
    ['null for trigger_data', { trigger_data: null }, '/trigger_data', 'wrong_type'],
    ['a scope of its own choice', { tenant_id: 'tenant_globex' }, '/tenant_id', 'unknown_member'],
    ['a NUL', { trigger_data: { a: '\0' } }, '/trigger_data/a', 'pattern'],
  ])('refuses %s', async (_what, body, pointer, code) => {
    const answer = await api.call('acme', 'POST', path, body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([expect.objectContaining({ pointer, code })]);
  });

  it('does not start a disabled definition', async () => {
    const disabled = { ...GOOD_DEFINITION, name: 'Disabled', enabled: false };
    const { body } = await api.call('acme', 'POST', 'workflows/definitions', disabled);
    const answer = await api.call('acme', 'POST', `workflows/definitions/${body.id as string}/trigger`, {});
    expect([answer.status, answer.body.code]).toEqual([409, 'definition_disabled']);
  });

  it('tells a run of a user from a run of a key', async () => {
    const claims = { tenant_id: 'tenant_acme', environment_id: 'env_production', permissions: ['workflows:execute'] };
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('user_1')
      .setExpirationTime('1m')
      .sign(new TextEncoder().encode(JWT_SECRET));
    const accepted = await api.call('nobody', 'POST', path, {}, { authorization: `Bearer ${token}` });
    const { body } = await api.call('acme', 'GET', String(accepted.headers.location));
    expect(body.trigger_type).toBe('manual');
  });

  it('lists by filter and page, newest first, without steps', async () => {
    const trigger = (n: number) => api.call('acmeDevelopment', 'POST', `${devPath}/trigger`, { trigger_data: { n } });
    const made = await api.call('acmeDevelopment', 'POST', 'workflows/definitions', GOOD_DEFINITION);
    const devPath = `workflows/definitions/${made.body.id as string}`;
    for (const n of [1, 2, 3]) await trigger(n);
    const list = async (query: string) => {
      const { body } = await api.call('acmeDevelopment', 'GET', `workflows/executions?${query}`);
      const items = body.items as { trigger_event: { payload: { n: number } }; step_executions?: unknown }[];
      expect(items.every((item) => item.step_executions === undefined)).toBe(true);
      const pagination = body.pagination as { next_cursor: string };
      return [items.map(({ trigger_event }) => trigger_event.payload.n), pagination] as const;
    };
    expect(await list(`workflow_id=${made.body.id as string}`)).toEqual([
      [3, 2, 1],
      { total: 3, limit: 50, offset: 0, next_cursor: null },
    ]);
    const [newest, { next_cursor, ...rest }] = await list('status=pending&trigger_type=api&limit=2');
    expect([newest, rest]).toEqual([[3, 2], { total: 3, limit: 2, offset: 0 }]);
    expect(await list(`status=pending&trigger_type=api&limit=2&cursor=${next_cursor}`)).toEqual([
      [1],
      { total: 3, limit: 2, offset: 0, next_cursor: null },
    ]);
    expect((await list('status=completed'))[0]).toEqual([]);
    expect((await list('event_id=evt_1'))[0]).toEqual([]);
    expect((await list('workflow_id=wf_other'))[0]).toEqual([]);
    expect((await list('created_from=2020-01-01T00:00:00Z'))[0]).toEqual([3, 2, 1]);
    expect((await list('created_to=2020-01-01T00:00:00%2B02:00'))[0]).toEqual([]);
    expect((await list('customer_id=cust_1'))[0]).toEqual([]);
  });

  it.each([
    ['cursor=next', '/cursor', 'pattern'],
    ['cursor=WzEsImV4ZWNfMSIsMV0&offset=1', '/offset', 'conflicting_members'],
    ['offset=10001', '/offset', 'out_of_range'],
    ['created_from=yesterday', '/created_from', 'pattern'],
    ['created_to=2026-02-30T25:00:00Z', '/created_to', 'pattern'],
    ['created_to=2026-01-01T00:00:00+02:00', '/created_to', 'pattern'],
    ['status=done', '/status', 'not_one_of'],
    ['customer=cust_1', '/customer', 'unknown_member'],
  ])('refuses the query %s', async (query, pointer, code) => {
    const { status, body } = await api.call('acme', 'GET', `workflows/executions?${query}`);
    expect([status, body.errors]).toEqual([400, [expect.objectContaining({ pointer, code })]]);
  });
});
