import { Kafka, logLevel } from 'kafkajs';
import { ApiClient } from '../../tools/demo/api-client.ts';
import type { Ready } from '../../tools/platform/index.ts';
import type { Contender } from './contender.ts';

const EVENT = 'bench.compared';
const CUSTOMERS = 100;
const STEPS = [
  { id: 'plan', type: 'assign_plan', config: { plan_id: 'plan_starter', currency: 'USD' } },
  { id: 'wallet', type: 'create_wallet', config: { currency: 'USD', initial_credits: 100 } },
  { id: 'grant', type: 'grant_credits', config: { currency: 'USD', amount: 5 } },
];

interface Page {
  readonly items: { completed_at: string; trigger_event: { id: string } }[];
  readonly pagination: { next_cursor: string | null };
}

/** The platform with a definition of three steps on the embedded ledger. */
export async function platformContender(ready: Ready): Promise<Contender> {
  const [credential] = ready.credentials;
  if (!credential) throw new Error('The platform has no development key.');
  const api = new ApiClient(ready, credential);
  const trigger = { type: 'event', event_name: EVENT };
  await api.post('/workflows/definitions', { name: `Compared ${Date.now()}`, trigger, steps: STEPS });
  const customers: string[] = [];
  for (let index = 0; index < CUSTOMERS; index += 1)
    customers.push((await api.post<{ id: string }>('/billing/customers', { name: `Customer ${index}` })).id);
  const producer = new Kafka({ clientId: 'bench', brokers: ready.kafka, logLevel: logLevel.ERROR }).producer();
  await producer.connect();
  const done = new Map<string, number>();
  let next = 0;
  const envelope = (id: string): string => {
    const { tenant_id, environment_id } = credential;
    const payload = { customer_id: customers[next++ % CUSTOMERS] };
    return JSON.stringify({ id, event_name: EVENT, tenant_id, environment_id, payload });
  };
  return {
    title: 'the platform',
    publish: async (ids) => {
      await producer.send({ topic: ready.topic, messages: ids.map((id) => ({ key: null, value: envelope(id) })) });
    },
    done: async () => {
      await collect(api, done);
      return done;
    },
    stop: () => producer.disconnect(),
  };
}

/** Newest first, until a page brings nothing new. */
async function collect(api: ApiClient, done: Map<string, number>): Promise<void> {
  for (let cursor = ''; ;) {
    const page = await api.get<Page>(
      `/workflows/executions?status=completed&limit=100${cursor && `&cursor=${cursor}`}`,
    );
    const fresh = page.items.filter(({ trigger_event }) => !done.has(trigger_event.id));
    for (const { trigger_event, completed_at } of fresh) done.set(trigger_event.id, Date.parse(completed_at));
    if (!page.pagination.next_cursor || fresh.length === 0) return;
    cursor = page.pagination.next_cursor;
  }
}
