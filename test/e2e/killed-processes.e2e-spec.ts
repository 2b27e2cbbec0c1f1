import { setTimeout as sleep } from 'node:timers/promises';
import { EventProducer } from '../support/platform/event-producer';
import { onboarding } from '../support/platform/onboarding';
import { runPlatform, type RunningPlatform } from '../support/platform/run-platform';
import {
  ACME,
  clientsOf,
  createCustomer,
  define,
  executionsOf,
  PRODUCTION,
  type Clients,
} from '../support/platform/scenario';
import type { ExecutionShape, ListShape } from '../support/platform/shapes';
import { waitUntil } from '../support/wait-until';

const EVENTS = 200;

describe('a process that is killed', () => {
  let platform: RunningPlatform;
  let clients: Clients;
  let producer: EventProducer;

  beforeEach(async () => {
    platform = await runPlatform();
    clients = clientsOf(platform.ready());
    producer = await EventProducer.connect(platform.ready());
  }, 120_000);
  afterEach(async () => {
    await producer.disconnect();
    await platform.stop();
  }, 60_000);

  async function allExecutions(workflowId: string): Promise<ExecutionShape[]> {
    const pages = [0, 100, 200].map((offset) =>
      executionsOf(clients.acme, `workflow_id=${workflowId}&limit=100&offset=${offset}`),
    );
    return (await Promise.all(pages)).flatMap(({ items }) => items);
  }

  it.each(['trigger', 'worker'] as const)(
    'in the middle of 200 events, the %s, changes no result',
    async (app) => {
      const workflowId = await define(clients.acme, {
        ...onboarding({ event_name: 'test.crash' }),
        steps: [
          { id: 'wallet', type: 'create_wallet', config: { currency: 'USD', initial_credits: 1 } },
          { id: 'grant', type: 'grant_credits', config: { currency: 'USD', amount: 2 } },
        ],
      });
      const customers = await Promise.all(Array.from({ length: 20 }, () => createCustomer(clients.acme)));
      const events = Array.from({ length: EVENTS }, (_, index) => ({
        event_name: 'test.crash',
        tenant_id: ACME,
        environment_id: PRODUCTION,
        payload: { customer_id: customers[index % customers.length] },
      }));

      const before = platform.ready().pids[app];
      const ids = await producer.publish(...events.slice(0, EVENTS / 2));
      await waitUntil('the first runs', async () => (await executionsOf(clients.acme, 'limit=1')).pagination.total > 0);
      process.kill(before, 'SIGKILL');
      ids.push(...(await producer.publish(...events.slice(EVENTS / 2))));
      await sleep(1000);
      const restarted = await waitUntil(
        'a new process',
        async () => platform.ready().pids[app] !== before && platform.ready().pids[app],
      );
      process.kill(restarted, 'SIGKILL');

      await waitUntil(
        'the end of all runs',
        async () =>
          (await executionsOf(clients.acme, `workflow_id=${workflowId}&status=completed`)).pagination.total >= EVENTS,
        120,
      );
      const executions = await allExecutions(workflowId);
      expect(executions.map(({ status }) => status)).toEqual(Array.from({ length: EVENTS }, () => 'completed'));
      expect(executions.map(({ trigger_event }) => trigger_event.id).sort()).toEqual([...ids].sort());
      // Each customer: one wallet with 1 credit, and 2 credits for each of its ten events.
      for (const customerId of customers) {
        const { body } = await clients.acme.get<ListShape<{ credit_balance: string }>>(
          `/billing/customers/${customerId}/wallets`,
        );
        expect(body.items.map(({ credit_balance }) => Number(credit_balance))).toEqual([21]);
      }
    },
    240_000,
  );
});
