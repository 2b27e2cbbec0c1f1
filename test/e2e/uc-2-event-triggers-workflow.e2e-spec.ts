import { EventProducer } from '../support/platform/event-producer';
import { onboarding } from '../support/platform/onboarding';
import { runPlatform, type RunningPlatform } from '../support/platform/run-platform';
import {
  ACME,
  clientsOf,
  createCustomer,
  define,
  DEVELOPMENT,
  executionsOf,
  GLOBEX,
  PRODUCTION,
  runOfEvent,
  endOf,
  type Clients,
} from '../support/platform/scenario';
import type { ListShape } from '../support/platform/shapes';
import { waitUntil } from '../support/wait-until';

describe('UC-2: an event triggers a workflow', () => {
  let platform: RunningPlatform;
  let clients: Clients;
  let producer: EventProducer;
  const acme = { tenant_id: ACME, environment_id: PRODUCTION };

  beforeAll(async () => {
    platform = await runPlatform();
    clients = clientsOf(platform.ready());
    producer = await EventProducer.connect(platform.ready());
  }, 120_000);
  afterAll(async () => {
    await producer.disconnect();
    await platform.stop();
  }, 60_000);

  async function ledgerOf(customerId: string): Promise<{ plans: unknown[]; credits: unknown[] }> {
    const read = async (what: string): Promise<Record<string, unknown>[]> =>
      (await clients.acme.get<ListShape<Record<string, unknown>>>(`/billing/customers/${customerId}/${what}`)).body
        .items;
    const plans = (await read('subscriptions')).map(({ plan_id, status }) => [plan_id, status]);
    const credits = (await read('wallets')).map(({ credit_balance, status }) => [Number(credit_balance), status]);
    return { plans, credits };
  }

  it('runs the onboarding of a customer that is created over REST', async () => {
    const workflowId = await define(clients.acme, onboarding());
    const customerId = await createCustomer(clients.acme);
    const started = await waitUntil(
      'a run',
      async () => (await executionsOf(clients.acme, `workflow_id=${workflowId}`)).items[0],
    );
    const execution = await endOf(clients.acme, started.id);

    expect(execution).toMatchObject({ status: 'completed', trigger_type: 'event' });
    expect(execution.trigger_event.payload.customer_id).toBe(customerId);
    expect(execution.step_executions.map(({ step_id, status, attempts }) => [step_id, status, attempts])).toEqual([
      ['step_1', 'completed', 1],
      ['step_2', 'completed', 1],
    ]);
    expect(await ledgerOf(customerId)).toEqual({ plans: [['plan_starter', 'active']], credits: [[100, 'active']] });
  });

  it('starts one run of an event that arrives three times', async () => {
    const workflowId = await define(clients.acme, onboarding({ name: 'Thrice', event_name: 'test.thrice' }));
    const customerId = await createCustomer(clients.acme);
    const event = { ...acme, id: 'evt_thrice', event_name: 'test.thrice', payload: { customer_id: customerId } };
    await producer.publish(event, event);
    expect((await runOfEvent(clients.acme, 'evt_thrice')).status).toBe('completed');
    // A later good event shows that the repeat was read before.
    await producer.publish(event);
    const [last = ''] = await producer.publish({
      ...acme,
      event_name: 'test.thrice',
      payload: { customer_id: customerId },
    });
    await runOfEvent(clients.acme, last);
    expect((await executionsOf(clients.acme, `workflow_id=${workflowId}`)).pagination.total).toBe(2);
    expect((await executionsOf(clients.acme, 'event_id=evt_thrice')).pagination.total).toBe(1);
  });

  it('starts nothing for other scopes, other names, disabled definitions and conditions that do not hold', async () => {
    const event_name = 'test.selective';
    const germans = [{ field: 'customer.country', operator: 'eq', value: 'DE' }];
    await define(clients.acme, {
      ...onboarding({ name: 'Germans' }),
      trigger: { type: 'event', event_name, conditions: germans },
    });
    await define(clients.acme, { ...onboarding({ name: 'Off', event_name }), enabled: false });
    const customerId = await createCustomer(clients.acme);
    const payload = { customer_id: customerId, customer: { country: 'DE' } };
    await producer.publish(
      { ...acme, id: 'evt_french', event_name, payload: { customer_id: customerId, customer: { country: 'FR' } } },
      { tenant_id: GLOBEX, environment_id: PRODUCTION, id: 'evt_globex', event_name, payload },
      { tenant_id: ACME, environment_id: DEVELOPMENT, id: 'evt_development', event_name, payload },
      { ...acme, id: 'evt_other_name', event_name: 'test.selective.other', payload },
    );
    await producer.publish({ ...acme, id: 'evt_german', event_name, payload });

    const german = await runOfEvent(clients.acme, 'evt_german');
    expect(german.status).toBe('completed');
    for (const id of ['evt_french', 'evt_globex', 'evt_development', 'evt_other_name'])
      for (const api of [clients.acme, clients.acmeDevelopment, clients.globex])
        expect([id, (await executionsOf(api, `event_id=${id}`)).pagination.total]).toEqual([id, 0]);
  });

  it('goes on behind messages that cannot be read', async () => {
    const event_name = 'test.poison';
    await define(clients.acme, onboarding({ name: 'Behind poison', event_name }));
    const customerId = await createCustomer(clients.acme);
    await producer.publishRaw('{ no json', '', '[]', '{"id":"x"}');
    const [id = ''] = await producer.publish({ ...acme, event_name, payload: { customer_id: customerId } });
    expect((await runOfEvent(clients.acme, id)).status).toBe('completed');
  });
});
