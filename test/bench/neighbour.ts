import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { randomUUID } from 'node:crypto';
import { Kafka, logLevel, type Producer } from 'kafkajs';
import { Pool } from 'pg';
import { ApiClient } from '../../tools/demo/api-client.ts';
import type { Credential, Ready } from '../../tools/platform/index.ts';
import { percentile } from './percentiles.ts';
import { withPlatform } from './with-platform.ts';

/**
 * A noisy neighbour: tenant A floods, tenant B sends two events a second. How long B waits for the first step of a run,
 * alone and beside the flood.
 */
const { values } = parseArgs({
  // So long does the flood take to be worked off, on two cores.
  options: { flood: { type: 'string', default: '5000' }, seconds: { type: 'string', default: '100' } },
});
const RATE = 2;
/** Enough events for a 99th percentile that is not the slowest of a few. */
const IDLE_SECONDS = 60;
const EVENT = 'bench.neighbour';
const FIRST_STEPS = `
  SELECT e.event_id, extract(epoch FROM min(s.started_at)) * 1000 AS at
  FROM workflow.executions e JOIN workflow.step_executions s ON s.execution_id = e.id
  WHERE e.event_id = ANY ($1) GROUP BY 1`;

await withPlatform('bench-neighbour', measure);

async function measure(ready: Ready): Promise<void> {
  const loud = credentialOf(ready, 'tenant_acme');
  const quiet = credentialOf(ready, 'tenant_globex');
  const [loudCustomer, quietCustomer] = [await prepare(ready, loud), await prepare(ready, quiet)];
  const producer = new Kafka({ clientId: 'bench', brokers: ready.kafka, logLevel: logLevel.ERROR }).producer();
  await producer.connect();
  const pool = new Pool({ connectionString: ready.postgres, max: 1 });
  await speak(ready, producer, quiet, quietCustomer, 5);
  const idle = await waits(pool, quiet, await speak(ready, producer, quiet, quietCustomer, IDLE_SECONDS));
  for (let sent = 0; sent < Number(values.flood); sent += 500)
    await send(ready, producer, loud, loudCustomer, Math.min(500, Number(values.flood) - sent));
  const beside = await waits(pool, quiet, await speak(ready, producer, quiet, quietCustomer, Number(values.seconds)));
  show('alone', idle);
  show(`beside a flood of ${values.flood}`, beside);
  const limit = 2 * percentile(idle, 0.99) + 500;
  console.log(
    `p99 beside the flood: ${percentile(beside, 0.99).toFixed(0)} ms; twice the idle one and 500 ms: ${limit.toFixed(0)} ms`,
  );
  await pool.end();
  await producer.disconnect();
}

function credentialOf({ credentials }: Ready, tenant: string): Credential {
  const found = credentials.find(({ tenant_id }) => tenant_id === tenant);
  if (!found) throw new Error(`There is no key of ${tenant}.`);
  return found;
}

async function prepare(ready: Ready, credential: Credential): Promise<string> {
  const api = new ApiClient(ready, credential);
  const steps = [
    { id: 'wallet', type: 'create_wallet', config: { currency: 'USD', initial_credits: 1 } },
    { id: 'grant', type: 'grant_credits', config: { currency: 'USD', amount: 5 } },
  ];
  await api.post('/workflows/definitions', { name: 'Neighbour', trigger: { type: 'event', event_name: EVENT }, steps });
  return (await api.post<{ id: string }>('/billing/customers', { name: 'Neighbour' })).id;
}

async function speak(
  ready: Ready,
  producer: Producer,
  credential: Credential,
  customer: string,
  seconds: number,
): Promise<Map<string, number>> {
  const sent = new Map<string, number>();
  for (let index = 0; index < seconds * RATE; index += 1) {
    const at = Date.now();
    for (const id of await send(ready, producer, credential, customer, 1)) sent.set(id, at);
    await sleep(1000 / RATE);
  }
  return sent;
}

async function send(
  { topic }: Ready,
  producer: Producer,
  { tenant_id, environment_id }: Credential,
  customer: string,
  count: number,
): Promise<string[]> {
  const ids = Array.from({ length: count }, () => `evt_${randomUUID()}`);
  const payload = { customer_id: customer };
  const event = { event_name: EVENT, tenant_id, environment_id, payload };
  await producer.send({ topic, messages: ids.map((id) => ({ key: null, value: JSON.stringify({ id, ...event }) })) });
  return ids;
}

/** Milliseconds from each event to the first step of its run, once all have begun. */
async function waits(
  pool: Pool,
  { tenant_id, environment_id }: Credential,
  sent: Map<string, number>,
): Promise<number[]> {
  for (;;) {
    await pool.query('BEGIN');
    await pool.query(`SELECT set_config('app.tenant_id', $1, true), set_config('app.environment_id', $2, true)`, [
      tenant_id,
      environment_id,
    ]);
    const { rows } = await pool.query<{ event_id: string; at: string }>(FIRST_STEPS, [[...sent.keys()]]);
    await pool.query('COMMIT');
    if (rows.length === sent.size) return rows.map(({ event_id, at }) => Number(at) - (sent.get(event_id) ?? NaN));
    await sleep(1000);
  }
}

function show(title: string, taken: readonly number[]): void {
  console.log(
    `${title}: p50 ${percentile(taken, 0.5).toFixed(0)} ms, p99 ${percentile(taken, 0.99).toFixed(0)} ms (${taken.length} events)`,
  );
}
