import { Kafka, logLevel } from 'kafkajs';
import { Pool } from 'pg';
import { ApiClient } from '../../tools/demo/api-client.ts';
import type { Ready } from '../../tools/platform/index.ts';
import type { Contender } from './contender.ts';

const EVENT = `bench.compared.${Date.now()}`;
const CUSTOMERS = 100;
const STEPS = [
  { id: 'plan', type: 'assign_plan', config: { plan_id: 'plan_starter', currency: 'USD' } },
  { id: 'wallet', type: 'create_wallet', config: { currency: 'USD', initial_credits: 100 } },
  { id: 'grant', type: 'grant_credits', config: { currency: 'USD', amount: 5 } },
];

const SCOPE = `SELECT set_config('app.tenant_id', $1, true), set_config('app.environment_id', $2, true)`;
const DONE = `
  SELECT event_id, extract(epoch FROM completed_at) * 1000 AS at FROM workflow.executions WHERE status = 'completed'`;

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
  const pool = new Pool({ connectionString: ready.postgres });
  let next = 0;
  const envelope = (id: string): string => {
    const { tenant_id, environment_id } = credential;
    const payload = { customer_id: customers[next++ % CUSTOMERS] };
    return JSON.stringify({ id, event_name: EVENT, tenant_id, environment_id, payload });
  };
  return {
    title: 'the platform',
    workerPid: ready.pids.worker,
    publish: async (ids) => {
      await producer.send({ topic: ready.topic, messages: ids.map((id) => ({ key: null, value: envelope(id) })) });
    },
    done: async () => {
      const client = await pool.connect();
      const { tenant_id, environment_id } = credential;
      await client.query('BEGIN');
      await client.query(SCOPE, [tenant_id, environment_id]);
      const { rows } = await client.query<{ event_id: string; at: string }>(DONE);
      await client.query('COMMIT');
      client.release();
      return new Map(rows.map(({ event_id, at }) => [event_id, Number(at)]));
    },
    stop: async () => {
      await pool.end();
      await producer.disconnect();
    },
  };
}
