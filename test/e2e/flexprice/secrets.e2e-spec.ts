import { Webhook } from 'standardwebhooks';
import { ACME_SCOPE, useFlexprice } from '../../support/flexprice/use-flexprice';
import { RecordingClient } from '../../support/platform/recording-client';
import { define, endOf, executionsOf, trigger } from '../../support/platform/scenario';
import { historiesOf, logsOf, rowsOf } from '../../support/secrets/everything-written';
import { waitUntil } from '../../support/wait-until';

const KEY = 'sk_CANARY0KEY0THAT0OPENS0THE0SERVER';
const WRONG_KEY = 'sk_CANARY0KEY0THAT0OPENS0NOTHING';
const secretOf = (text: string): string => `whsec_${Buffer.from(text).toString('base64')}`;
const SECRET = secretOf('canary: what webhooks are signed with');
const FORMER_SECRET = secretOf('canary: what webhooks were signed with');
const CUSTOMER = 'cust_canary';
const JSON_BODY = { event_type: 'customer.created', customer: { id: CUSTOMER, name: 'Ada' } };

describe('the secrets of a connection', () => {
  const used = useFlexprice();
  let api: RecordingClient;
  let connection: string;

  beforeAll(async () => {
    const { platform, standIn } = used();
    const { api: address, credentials } = platform.ready();
    api = new RecordingClient(address, credentials[0]?.api_key);
    standIn.addAccount({ ...ACME_SCOPE, apiKey: KEY, userId: 'user_canary' });
    standIn.putCustomer(ACME_SCOPE, { id: CUSTOMER, name: 'Ada' });
  });

  const refused = async (method: string, path: string, body: string): Promise<void> =>
    expect((await api.call(method, path, body)).status).toBeGreaterThanOrEqual(400);

  it('are used: for saving, checking, steps that end well and badly, and webhooks', async () => {
    const { standIn } = used();
    await replaceConnection();
    await checkIt();
    await refuseThem();
    const run = await runOfWebhook();
    expect(run.status).toBe('completed');
    standIn.faults.add({
      kind: 'error',
      status: 401,
      body: { error: 'Unauthorized' },
      path: /subscriptions/,
      times: 9,
    });
    const workflow = await define(api, { name: 'Failing', trigger: { type: 'manual' }, steps: STEPS });
    expect((await endOf(api, await trigger(api, workflow, CUSTOMER))).status).toBe('failed');
    expect(standIn.requests.filter(({ account }) => account?.apiKey === KEY).length).toBeGreaterThan(5);
  });

  it('are in no answer', async () => {
    await api.get('/workflows/audit?limit=100');
    await api.get('/workflows/executions?limit=100');
    await api.get('/openapi.json');
    expect(api.answers.length).toBeGreaterThan(20);
    mustNotHold(api.answers.join('\n'), connection);
  });

  it('are in no log, and in nothing that the start command says', () => {
    const { platform } = used();
    mustNotHold(logsOf(platform.ready()), `/webhooks/flexprice/${connection}`);
    mustNotHold(platform.output(), 'is connected to');
  });

  it('are in no history', async () => {
    const ready = used().platform.ready();
    mustNotHold(await historiesOf(ready, ready.topic), CUSTOMER);
  });

  it('are in no row', async () => {
    const rows = await rowsOf(used().platform.ready());
    mustNotHold(rows, 'connection.updated');
    expect(rows).toMatch(new RegExp(`workflow.connections .*${connection}.*development:`));
  });

  async function replaceConnection(): Promise<void> {
    const { standIn } = used();
    const { items } = (await api.get<{ items: { id: string }[] }>('/connections')).body;
    await api.call('DELETE', `/connections/${items[0]?.id}`);
    const fields = { base_url: standIn.url, api_key: KEY, webhook_secrets: [FORMER_SECRET] };
    const made = await api.post<{ id: string }>('/connections', fields);
    expect(made.status).toBe(201);
    connection = made.body.id;
    const replaced = { base_url: standIn.url, api_key: KEY, webhook_secrets: [SECRET, FORMER_SECRET] };
    expect((await api.call('PUT', `/connections/${connection}`, JSON.stringify(replaced))).status).toBe(200);
  }

  async function checkIt(): Promise<void> {
    const { standIn } = used();
    const check = async () => (await api.post(`/connections/${connection}/check`, {})).status;
    expect(await check()).toBe(200);
    for (const fault of [{ kind: 'refused' }, { kind: 'error', status: 401 }, { kind: 'error' }] as const) {
      standIn.faults.add({ ...fault, path: /users/ });
      expect(await check()).toBeGreaterThanOrEqual(400);
    }
  }

  /** With secrets where they do not belong. */
  async function refuseThem(): Promise<void> {
    const base_url = used().standIn.url;
    const one = `/connections/${connection}`;
    await refused('POST', '/connections', JSON.stringify({ base_url, api_key: KEY }));
    await refused('PUT', one, JSON.stringify({ base_url, api_key: WRONG_KEY }));
    await refused('PUT', one, JSON.stringify({ base_url: `https://${KEY}@localhost/v1`, api_key: KEY }));
    await refused('PUT', one, JSON.stringify({ base_url, api_key: [KEY], webhook_secrets: SECRET, secret: SECRET }));
    await refused('PUT', one, JSON.stringify({ base_url, api_key: `${KEY} `, webhook_secrets: [`${SECRET}=`] }));
    await refused('PUT', one, `{"api_key": ${KEY}}`);
  }

  async function runOfWebhook() {
    const workflow = await define(api, {
      ...{ name: 'Onboarding', trigger: { type: 'event', event_name: 'customer.created' }, steps: STEPS },
    });
    for (const [secret, status] of [
      [secretOf('canary: what somebody else signs with'), 401],
      [SECRET, 202],
    ] as const)
      expect(await sendWebhook(secret)).toBe(status);
    const run = await waitUntil('the run', async () => (await executionsOf(api, `workflow_id=${workflow}`)).items[0]);
    return endOf(api, run.id);
  }

  async function sendWebhook(secret: string): Promise<number> {
    const [id, at, body] = ['msg_canary', new Date(), JSON.stringify(JSON_BODY)];
    const signature = new Webhook(secret).sign(id, at, body);
    const headers = { 'webhook-id': id, 'webhook-timestamp': String(Math.floor(+at / 1000)) };
    const path = `/webhooks/flexprice/${connection}`;
    return (await api.call('POST', path, body, { ...headers, 'webhook-signature': signature })).status;
  }
});

const STEPS = [
  { id: 'plan', type: 'assign_plan', config: { plan_id: 'plan_starter', currency: 'USD' } },
  { id: 'wallet', type: 'create_wallet', config: { currency: 'USD', initial_credits: 100 } },
];

/** What each of the secrets holds: in clear, and in base64. Not the whole, since a part of one is too much as well. */
const MARKS = ['CANARY0', Buffer.from('CANARY').toString('base64'), 'Y2FuYXJ5', 'canary: what'];

/** @param held what is surely there, so that this looks at something */
function mustNotHold(text: string, held: string): void {
  expect(text).toContain(held);
  expect(text.split('\n').filter((line) => MARKS.some((mark) => line.includes(mark)))).toEqual([]);
}
