import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { Kafka, logLevel } from 'kafkajs';
import { temporalWorkflowId } from '@app/contracts';
import type { TenantScope } from '@app/domain';
import type { StackAddresses } from '../../../tools/stack/index.ts';
import type { ApiClient } from '../../support/platform/api-client';
import type { Ready } from '../../support/platform/run-platform';
import { ACME, createCustomer, define, GLOBEX, PRODUCTION, type Clients } from '../../support/platform/scenario';
import type { ExecutionShape, ListShape } from '../../support/platform/shapes';

export const EVENT = 'test.credited';
const CUSTOMERS = 10;
/** Of so many events one is sent twice. */
const DUPLICATED = 5;
const PAGE = 100;

/** One tenant's part: what it has defined, and what it tells of whom. */
export interface Part {
  readonly api: ApiClient;
  readonly tenantId: string;
  readonly definitions: readonly string[];
  readonly customers: readonly string[];
  readonly events: readonly SentEvent[];
}

export interface SentEvent {
  readonly id: string;
  readonly customerId: string;
}

/** Each event means 2 credits by one definition and 3 by the other; whichever comes first opens the wallet with 1. */
function crediting(name: string, amount: number): Record<string, unknown> {
  return {
    name,
    trigger: { type: 'event', event_name: EVENT },
    steps: [
      { id: 'wallet', type: 'create_wallet', config: { currency: 'USD', initial_credits: 1 } },
      { id: 'grant', type: 'grant_credits', config: { currency: 'USD', amount } },
    ],
    retry_policy: { max_attempts: 20, initial_interval_seconds: 1, max_interval_seconds: 5 },
  };
}
export const CREDITS_PER_EVENT = 5;

/** Two tenants with the same definitions and their own customers. @param count events in all */
export async function prepare({ acme, globex }: Clients, count: number): Promise<Part[]> {
  const tenants = [
    [acme, ACME],
    [globex, GLOBEX],
  ] as const;
  return Promise.all(
    tenants.map(async ([api, tenantId]) => {
      const definitions = [await define(api, crediting('Two', 2)), await define(api, crediting('Three', 3))];
      const customers = await Promise.all(Array.from({ length: CUSTOMERS }, () => createCustomer(api)));
      const events = Array.from({ length: count / tenants.length }, (_, index) => ({
        id: `evt_${randomUUID()}`,
        customerId: customers[index % CUSTOMERS] ?? '',
      }));
      return { api, tenantId, definitions, customers, events };
    }),
  );
}

/** How often the event of this place in its part is sent at least. */
export function timesSent(index: number): number {
  return index % DUPLICATED === 0 ? 2 : 1;
}

/** Publishes all events of all parts, mixed, some of them twice, a few at a time, whatever happens to Kafka meanwhile. */
export async function publishAll(
  parts: readonly Part[],
  { topic }: Ready,
  addresses: () => StackAddresses,
): Promise<void> {
  const values = parts.flatMap(({ tenantId, events }) =>
    events.flatMap(({ id, customerId }, index) => {
      const scope = { tenant_id: tenantId, environment_id: PRODUCTION };
      const event = { id, event_name: EVENT, ...scope, payload: { customer_id: customerId } };
      return Array.from({ length: timesSent(index) }, () => ({ index, value: JSON.stringify(event) }));
    }),
  );
  values.sort((one, other) => one.index - other.index);
  for (let start = 0; start < values.length; start += 20) {
    const messages = values.slice(start, start + 20).map(({ value }) => ({ key: null, value }));
    while (!(await published(addresses(), topic, messages))) await sleep(500);
    await sleep(300);
  }
}

/** What was sent and not acknowledged is sent again: that is how producers work, and one way to duplicates. */
async function published(
  { kafka: brokers }: StackAddresses,
  topic: string,
  messages: { key: null; value: string }[],
): Promise<boolean> {
  const kafka = new Kafka({ clientId: 'upstream', brokers, logLevel: logLevel.NOTHING, retry: { retries: 1 } });
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  try {
    await producer.connect();
    await producer.send({ topic, messages });
    return true;
  } catch {
    return false;
  } finally {
    await producer.disconnect().catch(() => undefined);
  }
}

/** How many runs of a part have ended, by their state. */
export async function countBy(api: ApiClient, status: string): Promise<number> {
  const answer = await api.get<ListShape<unknown>>(`/workflows/executions?status=${status}&limit=1`);
  return answer.status === 200 ? answer.body.pagination.total : -1;
}

export async function allExecutions({ api }: Part): Promise<ExecutionShape[]> {
  const found: ExecutionShape[] = [];
  for (let cursor = ''; ;) {
    const page = await api.get<ListShape<ExecutionShape> & { pagination: { next_cursor: string | null } }>(
      `/workflows/executions?limit=${PAGE}${cursor && `&cursor=${cursor}`}`,
    );
    found.push(...page.body.items);
    if (!page.body.pagination.next_cursor) return found;
    cursor = page.body.pagination.next_cursor;
  }
}

/** Credits of every wallet of each customer. */
export async function balances({ api, customers }: Part): Promise<number[][]> {
  return Promise.all(
    customers.map(async (id) => {
      const { body } = await api.get<ListShape<{ credit_balance: string }>>(`/billing/customers/${id}/wallets`);
      return body.items.map(({ credit_balance }) => Number(credit_balance));
    }),
  );
}

/** What Temporal itself says of a run of ours. */
export async function temporalStateOf(
  { temporal, temporalNamespace }: StackAddresses,
  scope: TenantScope,
  executionId: string,
): Promise<string> {
  const connection = await Connection.connect({ address: temporal });
  const { workflow } = new Client({ connection, namespace: temporalNamespace });
  const { status } = await workflow.getHandle(temporalWorkflowId(scope, executionId)).describe();
  await connection.close();
  return status.name;
}

/** What Temporal itself has: how many workflows in each state. */
export async function temporalStates({ temporal, temporalNamespace }: StackAddresses): Promise<Record<string, number>> {
  const connection = await Connection.connect({ address: temporal });
  const states: Record<string, number> = {};
  for await (const { status } of new Client({ connection, namespace: temporalNamespace }).workflow.list())
    states[status.name] = (states[status.name] ?? 0) + 1;
  await connection.close();
  return states;
}
