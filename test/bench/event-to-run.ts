import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Kafka, logLevel, type Producer } from 'kafkajs';
import { ApiClient } from '../../tools/demo/api-client.ts';
import type { Ready } from '../../tools/platform/index.ts';
import { percentile } from './percentiles.ts';
import { withPlatform } from './with-platform.ts';

/**
 * From an event on Kafka to its run: latency at a steady rate (publish → first step begins, publish → run completed),
 * then how long a burst takes to drain. A platform of its own, on this machine, everything real.
 */
const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '30' },
    burst: { type: 'string', default: '1000' },
  },
});
const EVENT = 'bench.onboarding';

interface Execution {
  id: string;
  status: string;
  completed_at: string;
  trigger_event: { id: string };
  step_executions: { started_at: string }[];
}
interface List {
  items: Execution[];
  pagination: { total: number };
}

await withPlatform('bench', measure);

async function measure(ready: Ready): Promise<void> {
  const [credential] = ready.credentials;
  if (!credential) throw new Error('The platform has no development key.');
  const api = new ApiClient(ready, credential);
  const workflowId = await define(api);
  const customers = await Promise.all(Array.from({ length: 100 }, (_, index) => createCustomer(api, index)));
  const producer = new Kafka({ clientId: 'bench', brokers: ready.kafka, logLevel: logLevel.NOTHING }).producer();
  await producer.connect();
  const publish = publisher(producer, ready.topic, credential, customers);
  try {
    await publish(20);
    await completed(api, workflowId, 20);
    const steady = await steadyRate(publish, api, workflowId, 20);
    await burst(publish, api, workflowId, 20 + steady);
  } finally {
    await producer.disconnect();
  }
}

type Publish = (count: number) => Promise<string[]>;

function publisher(
  producer: Producer,
  topic: string,
  scope: { tenant_id: string; environment_id: string },
  customers: readonly string[],
): Publish {
  let next = 0;
  return async (count) => {
    const { tenant_id, environment_id } = scope;
    const events = Array.from({ length: count }, () => ({
      id: `evt_${randomUUID()}`,
      event_name: EVENT,
      tenant_id,
      environment_id,
      timestamp: new Date().toISOString(),
      payload: { customer_id: customers[next++ % customers.length] },
    }));
    await producer.send({ topic, messages: events.map((event) => ({ key: null, value: JSON.stringify(event) })) });
    return events.map(({ id }) => id);
  };
}

async function steadyRate(publish: Publish, api: ApiClient, workflowId: string, before: number): Promise<number> {
  const total = Number(values.rate) * Number(values.seconds);
  const publishedAt = new Map<string, number>();
  const began = Date.now();
  // An open loop: events come at their times whether or not earlier ones are done.
  const sends = Array.from({ length: total }, async (_, index) => {
    await sleep(Math.max(0, began + (index * 1000) / Number(values.rate) - Date.now()));
    const at = Date.now();
    for (const id of await publish(1)) publishedAt.set(id, at);
  });
  await Promise.all(sends);
  await completed(api, workflowId, before + total);
  const toFirstStep: number[] = [];
  const toEnd: number[] = [];
  for (const execution of await executions(api, workflowId)) {
    const at = publishedAt.get(execution.trigger_event.id);
    if (at === undefined) continue;
    const { step_executions } = await api.get<Execution>(`/workflows/executions/${execution.id}`);
    toFirstStep.push(Date.parse(step_executions[0]?.started_at ?? '') - at);
    toEnd.push(Date.parse(execution.completed_at) - at);
  }
  const show = (name: string, list: number[]): void =>
    console.log(`${name}: p50 ${percentile(list, 0.5)} ms, p99 ${percentile(list, 0.99)} ms (${list.length} runs)`);
  show(`event → first step at ${values.rate}/s`, toFirstStep);
  show(`event → run completed at ${values.rate}/s`, toEnd);
  return total;
}

async function burst(publish: Publish, api: ApiClient, workflowId: string, before: number): Promise<void> {
  const count = Number(values.burst);
  const began = Date.now();
  for (let sent = 0; sent < count; sent += 100) await publish(Math.min(100, count - sent));
  await completed(api, workflowId, before + count);
  const seconds = (Date.now() - began) / 1000;
  console.log(
    `burst of ${count} events: all runs completed after ${seconds.toFixed(1)} s, ${(count / seconds).toFixed(1)}/s`,
  );
}

async function completed(api: ApiClient, workflowId: string, count: number): Promise<void> {
  const path = `/workflows/executions?workflow_id=${workflowId}&status=completed&limit=1`;
  const deadline = Date.now() + 600_000;
  while ((await api.get<List>(path)).pagination.total < count) {
    if (Date.now() > deadline) throw new Error(`Not all of ${count} runs completed.`);
    await sleep(200);
  }
}

async function executions(api: ApiClient, workflowId: string): Promise<Execution[]> {
  const all: Execution[] = [];
  for (let offset = 0; ; offset += 100) {
    const { items } = await api.get<List>(`/workflows/executions?workflow_id=${workflowId}&limit=100&offset=${offset}`);
    all.push(...items);
    if (items.length < 100) return all;
  }
}

async function define(api: ApiClient): Promise<string> {
  const steps = [
    { id: 'plan', type: 'assign_plan', config: { plan_id: 'plan_starter', currency: 'USD' } },
    { id: 'wallet', type: 'create_wallet', config: { currency: 'USD', initial_credits: 100 } },
    { id: 'grant', type: 'grant_credits', config: { currency: 'USD', amount: 5 } },
  ];
  const trigger = { type: 'event', event_name: EVENT };
  return (await api.post<{ id: string }>('/workflows/definitions', { name: 'Benchmark', trigger, steps })).id;
}

async function createCustomer(api: ApiClient, index: number): Promise<string> {
  return (await api.post<{ id: string }>('/billing/customers', { name: `Customer ${index}` })).id;
}
