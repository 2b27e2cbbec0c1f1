import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kafka, logLevel, type Producer } from 'kafkajs';
import { Webhook } from 'standardwebhooks';
import { ACME_SCOPE, useFlexprice } from '../../support/flexprice/use-flexprice';
import { ApiClient } from '../../support/platform/api-client';
import { define, endOf, executionsOf } from '../../support/platform/scenario';
import { waitUntil } from '../../support/wait-until';

const RECORDING = join(process.cwd(), '../shared/flexprice/recordings/kafka/customer.created.json');

const STEPS = [
  { id: 'plan', type: 'assign_plan', config: { plan_id: 'plan_starter', currency: 'USD' } },
  { id: 'wallet', type: 'create_wallet', config: { currency: 'USD', initial_credits: 100 } },
];

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** @returns the id of the scope's connection, which takes webhooks from now on */
async function signedWith(api: ApiClient, base_url: string, secret: string): Promise<string> {
  const { items } = (await api.get<{ items: { id: string }[] }>('/connections')).body;
  const id = items[0]?.id ?? '';
  const body = JSON.stringify({ base_url, webhook_secrets: [secret] });
  expect((await api.call('PUT', `/connections/${id}`, body)).status).toBe(200);
  return id;
}

function signed(body: string): Record<string, string> {
  const [id, at] = ['msg_hosted', new Date()];
  const signature = new Webhook(SECRET).sign(id, at, body);
  return { 'svix-id': id, 'svix-timestamp': String(Math.floor(+at / 1000)), 'svix-signature': signature };
}

interface Recorded {
  readonly value: {
    readonly id: string;
    readonly tenant_id: string;
    readonly environment_id: string;
    readonly payload: { customer_id: string };
  };
  readonly value_raw: string;
}

describe('with steps on a Flexprice server', () => {
  const used = useFlexprice();
  let producer: Producer;

  beforeAll(async () => {
    const kafka = new Kafka({ brokers: used().platform.ready().kafka, logLevel: logLevel.NOTHING });
    producer = kafka.producer();
    await producer.connect();
  });
  afterAll(() => producer.disconnect());

  const publish = (value: string) =>
    producer.send({ topic: used().platform.ready().topic, messages: [{ key: null, value }] });
  const wallets = (customer: string): string[] =>
    used()
      .standIn.wallets(ACME_SCOPE, customer)
      .map(({ credit_balance, wallet_status }) => `${wallet_status} ${credit_balance}`);
  const subscriptions = (customer: string): string[] =>
    used()
      .standIn.subscriptions(ACME_SCOPE, customer)
      .map(({ subscription_status }) => String(subscription_status));

  for (const file of [RECORDING].filter((path) => existsSync(path)))
    it('a recorded customer.created becomes a subscription and a funded wallet', async () => {
      const { acme, standIn } = used();
      const { value, value_raw } = JSON.parse(readFileSync(file, 'utf8')) as Recorded;
      const customer = value.payload.customer_id;
      standIn.putCustomer(ACME_SCOPE, { id: customer, name: 'Ada' });
      await define(acme, {
        name: 'Onboarding',
        trigger: { type: 'event', event_name: 'customer.created' },
        steps: STEPS,
      });
      const raw = value_raw
        .replaceAll(`"tenant_id":"${value.tenant_id}"`, `"tenant_id":"${ACME_SCOPE.tenantId}"`)
        .replaceAll(`"environment_id":"${value.environment_id}"`, `"environment_id":"${ACME_SCOPE.environmentId}"`);
      await publish(raw);
      await publish(raw);
      const run = await waitUntil('the run', async () => (await executionsOf(acme, `event_id=${value.id}`)).items[0]);
      expect((await endOf(acme, run.id)).status).toBe('completed');
      expect([subscriptions(customer), wallets(customer)]).toEqual([['active'], ['active 100']]);
    });

  it('a signed webhook starts a run, once however often it is sent', async () => {
    const { acme, platform, standIn } = used();
    const connection = await signedWith(acme, standIn.url, SECRET);
    const customer = standIn.putCustomer(ACME_SCOPE, { id: 'cust_hosted', name: 'Ada' });
    const workflow = await define(acme, {
      name: 'Onboarding, hosted',
      trigger: {
        ...{ type: 'event', event_name: 'customer.created' },
        conditions: [{ field: 'customer.name', operator: 'eq', value: 'Ada' }],
      },
      steps: STEPS,
    });
    const body = JSON.stringify({ event_type: 'customer.created', customer: { id: customer.id, name: 'Ada' } });
    const anonymous = new ApiClient(platform.ready().api);
    const send = () => anonymous.call('POST', `/webhooks/flexprice/${connection}`, body, signed(body));
    expect([(await send()).status, (await send()).status]).toEqual([202, 202]);
    const run = await waitUntil('the run', async () => {
      return (await executionsOf(acme, `workflow_id=${workflow}&event_id=msg_hosted`)).items[0];
    });
    expect((await endOf(acme, run.id)).status).toBe('completed');
    await waitUntil('both deliveries', async () => {
      return (await acme.get<{ deliveries: number }>('/workflows/events/msg_hosted')).body.deliveries === 2;
    });
    expect((await executionsOf(acme, `workflow_id=${workflow}`)).pagination.total).toBe(1);
  });

  it('a run that fails is undone there', async () => {
    const { acme, standIn } = used();
    standIn.putCustomer(ACME_SCOPE, { id: 'cust_undone', name: 'Ada' });
    const broken = { id: 'broken', type: 'grant_credits', config: { currency: 'EUR', amount: 1 } };
    const id = await define(acme, {
      ...{ name: 'Undone', trigger: { type: 'manual' }, on_failure: 'compensate', steps: [...STEPS, broken] },
    });
    const { body } = await acme.post<{ execution_id: string }>(`/workflows/definitions/${id}/trigger`, {
      trigger_data: { customer_id: 'cust_undone' },
    });
    const run = await endOf(acme, body.execution_id);
    expect(run.step_executions.map(({ status }) => status)).toEqual(['compensated', 'compensated', 'failed']);
    expect([subscriptions('cust_undone'), wallets('cust_undone')]).toEqual([['cancelled'], ['closed 0']]);
  });
});
