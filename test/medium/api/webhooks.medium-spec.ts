import { Webhook } from 'standardwebhooks';
import type { EventEnvelope } from '@app/contracts';
import { FlexpriceStandIn } from '../../support/flexprice';
import { readAll } from '../../support/kafka/topics';
import { runApi, SCOPES, type Called, type RunningApi } from './running-api';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const FORMER = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
const JSON_TYPE = { 'content-type': 'application/json' };
const CREATED = '{"event_type":"customer.created",  "customer":{"id":"cust_1","name":"Äda","metadata":{"n":1.0}}}';

interface Sent {
  readonly id?: string;
  readonly secret?: string;
  readonly at?: Date;
  readonly family?: 'svix' | 'webhook';
  /** Default: of acme. */
  readonly connection?: string;
  readonly headers?: object;
}

describe('webhooks of a Flexprice server', () => {
  let api: RunningApi;
  let standIn: FlexpriceStandIn;
  let connection: string;
  let unsigned: string;

  beforeAll(async () => {
    standIn = await FlexpriceStandIn.start();
    for (const scope of [SCOPES.acme, SCOPES.globex])
      standIn.addAccount({ ...scope, apiKey: `sk_${scope.tenantId}`, userId: 'user_service' });
    api = await runApi({ hasTopic: true, flexpriceOrigins: [new URL(standIn.url).origin] });
    const connect = async (who: 'acme' | 'globex', webhook_secrets: string[]): Promise<string> => {
      const fields = { base_url: standIn.url, api_key: `sk_${SCOPES[who].tenantId}`, webhook_secrets };
      return String((await api.call(who, 'POST', 'connections', fields)).body.id);
    };
    connection = await connect('acme', [SECRET, FORMER]);
    unsigned = await connect('globex', []);
  });
  afterAll(async () => {
    await api.stop();
    await standIn.close();
  });

  function send(body: string, sent: Sent = {}): Promise<Called> {
    const { id = 'msg_1', secret = SECRET, at = new Date(), family = 'svix', headers = {} } = sent;
    const signature = new Webhook(secret).sign(id, at, body);
    const seconds = String(Math.floor(at.getTime() / 1000));
    const signed = { [`${family}-id`]: id, [`${family}-timestamp`]: seconds, [`${family}-signature`]: signature };
    const path = `webhooks/flexprice/${sent.connection ?? connection}`;
    return api.call('nobody', 'POST', path, body, { ...JSON_TYPE, ...signed, ...headers });
  }

  it('are on the topic when they are answered, in the scope of their connection', async () => {
    const at = new Date('2026-01-02T03:04:05Z');
    jest.useFakeTimers({
      now: at,
      doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'setInterval', 'clearTimeout'],
    });
    const first = await send(CREATED, { at });
    jest.useRealTimers();
    expect([first.status, first.body]).toEqual([202, { event_id: 'msg_1' }]);
    const bodies: [string, Sent][] = [
      ['{"event_type":"wallet.updated","wallet":{"id":"wallet_1","customer_id":"cust_1"}}', { id: 'msg_2' }],
      ['{"event_type":"some.alert","threshold":"7"}', { id: 'msg_3', family: 'webhook', secret: FORMER }],
    ];
    for (const [body, sent] of bodies) expect((await send(body, sent)).status).toBe(202);
    const values = (await readAll(api.topic, 3)).map(({ value }) => JSON.parse(String(value)) as EventEnvelope);
    const scope = { tenant_id: 'tenant_acme', environment_id: 'env_production' };
    expect(values).toEqual([
      {
        ...{ id: 'msg_1', event_name: 'customer.created', timestamp: '2026-01-02T03:04:05.000Z', ...scope },
        payload: { customer_id: 'cust_1', customer: { id: 'cust_1', name: 'Äda', metadata: { n: 1 } } },
        ...{ entity_type: 'customer', entity_id: 'cust_1' },
      },
      expect.objectContaining({
        ...{ id: 'msg_2', event_name: 'wallet.updated', ...scope },
        payload: expect.objectContaining({ wallet_id: 'wallet_1', customer_id: 'cust_1' }) as object,
      }),
      expect.objectContaining({ id: 'msg_3', payload: { threshold: '7' }, ...scope }),
    ]);
  });

  it.each<[string, string, Sent, number, string]>([
    ['no headers', CREATED, { headers: { 'svix-id': '', 'svix-signature': '' } }, 401, 'unauthenticated'],
    ['another secret', CREATED, { secret: 'whsec_bm9ib2R5IGtub3dzIHRoaXMgc2VjcmV0' }, 401, 'unauthenticated'],
    ['another id', CREATED, { headers: { 'svix-id': 'msg_other' } }, 401, 'unauthenticated'],
    ['a time of an hour ago', CREATED, { at: new Date(Date.now() - 3_600_000) }, 401, 'unauthenticated'],
    ['a time ahead', CREATED, { at: new Date(Date.now() + 3_600_000) }, 401, 'unauthenticated'],
    ['broken JSON, rightly signed', '{"event_type":', {}, 400, 'malformed_json'],
    ['no JSON object', '[]', {}, 400, 'validation_failed'],
    ['no event', '{"customer":{"id":"cust_1"}}', {}, 400, 'validation_failed'],
    ['a NUL', String.raw`{"event_type":"a","x":"\u0000"}`, {}, 400, 'validation_failed'],
    ['an id too long', CREATED, { id: 'm'.repeat(201) }, 400, 'validation_failed'],
    ['more than 256 KiB', JSON.stringify({ event_type: 'x'.repeat(262_144) }), {}, 413, 'payload_too_large'],
    [
      'what is over 256 KiB as an event',
      JSON.stringify({ event_type: 'a', x: 'x'.repeat(262_100) }),
      {},
      400,
      'validation_failed',
    ],
    ['a form', CREATED, { headers: { 'content-type': 'text/plain' } }, 415, 'unsupported_media_type'],
    ['a connection that is not there', CREATED, { connection: 'conn_nobody' }, 404, 'not_found'],
    ['an id that is none', CREATED, { connection: 'a%2Fb' }, 404, 'not_found'],
  ])('are refused with %s', async (_what, body, sent, status, code) => {
    const refused = await send(body, sent);
    expect([refused.status, refused.body.code]).toEqual([status, code]);
    expect(refused.headers['content-type']).toContain('application/problem+json');
  });

  it('are refused with another body than was signed, be it one space', async () => {
    const [id, at] = ['msg_x', new Date()];
    const signature = new Webhook(SECRET).sign(id, at, JSON.stringify(JSON.parse(CREATED)));
    const headers = { 'svix-id': id, 'svix-timestamp': String(Math.floor(+at / 1000)), 'svix-signature': signature };
    const refused = await api.call('nobody', 'POST', `webhooks/flexprice/${connection}`, CREATED, {
      ...{ ...JSON_TYPE, ...headers },
    });
    expect(refused.status).toBe(401);
  });

  it('are not told apart where nothing signs them, and where there is no connection', async () => {
    const [there, nowhere] = [
      await send(CREATED, { connection: unsigned }),
      await send(CREATED, { connection: unsigned.replace(/.$/, '_') }),
    ];
    const shown = ({ status, body }: Called, id: string): string =>
      JSON.stringify([status, { ...body, trace_id: '' }]).replaceAll(id, 'conn');
    expect(shown(there, unsigned)).toBe(shown(nowhere, unsigned.replace(/.$/, '_')));
  });
});

it('webhooks that are refused count by address, the others by scope', async () => {
  const standIn = await FlexpriceStandIn.start();
  standIn.addAccount({ ...SCOPES.acme, apiKey: 'sk_acme', userId: 'user_service' });
  const auth = { rateLimit: 3, rateLimitWindowSeconds: 60 };
  const api = await runApi({ auth, flexpriceOrigins: [new URL(standIn.url).origin] });
  const fields = { base_url: standIn.url, api_key: 'sk_acme', webhook_secrets: [SECRET] };
  const { id } = (await api.call('acme', 'POST', 'connections', fields)).body;
  const send = (to: unknown) => api.call('nobody', 'POST', `webhooks/flexprice/${String(to)}`, CREATED, JSON_TYPE);
  const answers = [await send(id), await send('conn_other'), await send(id), await send(id), await send(id)];
  await api.stop();
  await standIn.close();
  expect(answers.map(({ status }) => status)).toEqual([401, 404, 401, 429, 429]);
});
