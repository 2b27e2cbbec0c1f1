import type { EventEnvelope } from '@app/contracts';
import { readAll } from '../../support/kafka/topics';
import { runApi, type Called, type RunningApi } from './running-api';

describe('events over REST', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await runApi({ hasTopic: true });
  });
  afterAll(() => api.stop());

  const send = (body: unknown): Promise<Called> => api.call('acme', 'POST', 'workflows/events', body);
  const anEvent = (id: string, fields: object = {}) => ({ id, event_name: 'customer.created', payload: {}, ...fields });

  it('are on the topic when they are answered, with the scope of the credential', async () => {
    const payload = { customer: { id: 'cust_1', nested: [1, null] } };
    const times = { timestamp: '2026-01-02T03:04:05.123456789Z' };
    const one = await send(anEvent('one/ü', { payload, entity_type: 'customer', entity_id: 'cust_1', ...times }));
    expect([one.status, one.body]).toEqual([202, { event_ids: ['one/ü'] }]);
    expect(one.headers.location).toBe('/api/v1/workflows/events/one%2F%C3%BC');
    const many = await send({ events: Array.from({ length: 100 }, (_, index) => anEvent(`many-${index}`)) });
    expect([many.status, (many.body.event_ids as string[]).length]).toEqual([202, 100]);
    const values = (await readAll(api.topic, 101)).map(({ value }) => JSON.parse(String(value)) as EventEnvelope);
    expect(values.find(({ id }) => id === 'one/ü')).toEqual({
      ...anEvent('one/ü', { payload, entity_type: 'customer', entity_id: 'cust_1', ...times }),
      ...{ tenant_id: 'tenant_acme', environment_id: 'env_production', user_id: 'key_acme' },
    });
    expect(Date.parse(values.find(({ id }) => id === 'many-7')?.timestamp ?? '')).toBeGreaterThan(Date.now() - 60_000);
  });

  it.each<[string, unknown, [pointer: string, code: string][]]>([
    [
      'no event',
      {},
      [
        ['/id', 'required'],
        ['/event_name', 'required'],
        ['/payload', 'required'],
      ],
    ],
    ['a list', [], [['', 'wrong_type']]],
    ['another scope', anEvent('x', { tenant_id: 'tenant_globex' }), [['/tenant_id', 'unknown_member']]],
    ['a payload that is no object', anEvent('x', { payload: [] }), [['/payload', 'wrong_type']]],
    ['a blank id', anEvent('  '), [['/id', 'pattern']]],
    ['an id too long', anEvent('x'.repeat(201)), [['/id', 'too_long']]],
    ['no time', anEvent('x', { timestamp: 'yesterday' }), [['/timestamp', 'pattern']]],
    ['no events', { events: [] }, [['/events', 'required']]],
    ['too many events', { events: Array.from({ length: 101 }, () => anEvent('x')) }, [['/events', 'too_many']]],
    [
      'both ways',
      { ...anEvent('x'), events: [anEvent('y')] },
      [
        ['/id', 'unknown_member'],
        ['/event_name', 'unknown_member'],
        ['/payload', 'unknown_member'],
      ],
    ],
    [
      'events of which some are wrong',
      { events: [anEvent('x'), 7, anEvent('y', { timestamp: '?' })] },
      [
        ['/events/1', 'wrong_type'],
        ['/events/2/timestamp', 'pattern'],
      ],
    ],
  ])('are refused as a whole: %s', async (_what, body, problems) => {
    const answer = await send(body);
    expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
    const errors = answer.body.errors as { pointer: string; code: string }[];
    expect(errors.map(({ pointer, code }) => [pointer, code]).sort()).toEqual([...problems].sort());
  });

  it.each([['unknown'], ['x'.repeat(300)], ['%ED%A0%80']])('are not found by the id %s', async (id) => {
    const { status } = await api.call('acme', 'GET', `workflows/events/${id}`);
    expect([400, 404]).toContain(status);
  });

  it('are refused for the moment while Kafka cannot be reached', async () => {
    const other = await runApi();
    const { status, headers, body } = await other.call('acme', 'POST', 'workflows/events', anEvent('x'));
    expect([status, body.code, Number(headers['retry-after']) > 0]).toEqual([503, 'unavailable', true]);
    await other.stop();
  });
});
