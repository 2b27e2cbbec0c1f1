import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerName } from '../../../tools/stack/index.ts';
import { ChaosStack } from '../../support/faults/chaos-stack';
import type { Fault } from '../../support/faults/tcp-proxy';
import { EventProducer } from '../../support/platform/event-producer';
import { runPlatform, type RunningPlatform } from '../../support/platform/run-platform';
import {
  ACME,
  clientsOf,
  createCustomer,
  define,
  endOf,
  executionsOf,
  PRODUCTION,
  type Clients,
} from '../../support/platform/scenario';
import type { ListShape } from '../../support/platform/shapes';
import { waitUntil } from '../../support/wait-until';
import { temporalStateOf, temporalStates } from './workload';

const MINUTE = 60_000;
const LEASE_AND_RUN_SECONDS = 90;

/** Each process dies just where two stores have not agreed yet. */
describe('a process that dies at the worst moment', () => {
  let stack: ChaosStack;
  let platform: RunningPlatform;
  let clients: Clients;
  let producer: EventProducer;
  let definition: string;
  let customer: string;
  const eventName = `test.moment.${randomUUID()}`;
  const broken = new Set<ServerName>();

  beforeAll(async () => {
    stack = await ChaosStack.start();
    platform = await runPlatform(stack.environment);
    clients = clientsOf(platform.ready());
    // Past the proxy: the producer has no trouble.
    producer = await EventProducer.connect({ ...platform.ready(), kafka: stack.addresses.kafka });
    definition = await define(clients.acme, {
      name: 'One credit',
      trigger: { type: 'event', event_name: eventName },
      steps: [
        { id: 'wallet', type: 'create_wallet', config: { currency: 'USD' } },
        { id: 'grant', type: 'grant_credits', config: { currency: 'USD', amount: 1 } },
      ],
    });
  }, 3 * MINUTE);
  beforeEach(async () => {
    customer = await createCustomer(clients.acme);
  });
  afterEach(() => [...broken].forEach(recover));
  afterAll(async () => {
    await producer.disconnect();
    await platform.stop();
    await stack.stop();
  }, 2 * MINUTE);

  const happen = (): Promise<string[]> =>
    producer.publish({
      ...{ event_name: eventName, tenant_id: ACME, environment_id: PRODUCTION },
      payload: { customer_id: customer },
    });

  function suffer(server: ServerName, fault: Fault): void {
    broken.add(server);
    stack.proxies[server].suffer(fault);
  }

  /** What was swallowed leaves both sides waiting for each other: such connections do not come back. */
  function recover(server: ServerName): void {
    broken.delete(server);
    stack.proxies[server].suffer({ kind: 'none' });
    stack.proxies[server].reset();
  }

  /**
   * The fetch that waits at the broker still gets its answer; nothing that is asked after it arrives. Whether one waits
   * just now is a matter of luck, so it may take some events.
   * @returns the event that is stored, and whose offset is not
   */
  async function storedWithoutOffset(): Promise<string> {
    for (;;) {
      suffer('kafka', { kind: 'mute', direction: 'requests' });
      const [id = ''] = await happen();
      const look = async (): Promise<boolean> => (await clients.acme.get(`/workflows/events/${id}`)).status === 200;
      const isStored = await waitUntil('the commit', look, 5).catch(() => false);
      if (isStored) return id;
      recover('kafka');
      await expectOneRun(id);
      customer = await createCustomer(clients.acme);
    }
  }

  async function killTrigger(): Promise<void> {
    const { pids } = platform.ready();
    process.kill(pids.trigger, 'SIGKILL');
    await waitUntil('a new trigger', async () => platform.ready().pids.trigger !== pids.trigger);
  }

  /** One run of the event, completed, with one credit to show for it. */
  async function expectOneRun(eventId: string): Promise<void> {
    const run = await waitUntil(
      'the run',
      async () => (await executionsOf(clients.acme, `event_id=${eventId}`)).items[0],
      90,
    );
    // Who claimed it may have died: its lease runs out first.
    expect((await endOf(clients.acme, run.id, LEASE_AND_RUN_SECONDS)).status).toBe('completed');
    const { items } = await executionsOf(clients.acme, `event_id=${eventId}`);
    expect(items.map(({ workflow_id }) => workflow_id)).toEqual([definition]);
    const wallets = await clients.acme.get<ListShape<{ credit_balance: string }>>(
      `/billing/customers/${customer}/wallets`,
    );
    expect(wallets.body.items.map(({ credit_balance }) => Number(credit_balance))).toEqual([1]);
  }

  it(
    'after the commit, before the offset',
    async () => {
      const id = await storedWithoutOffset();
      await killTrigger();
      recover('kafka');
      await expectOneRun(id);
      const { body } = await waitUntil('the second delivery', async () => {
        const answer = await clients.acme.get<{ deliveries: number }>(`/workflows/events/${id}`);
        return answer.body.deliveries > 1 && answer;
      });
      expect(body.deliveries).toBeGreaterThan(1);
    },
    3 * MINUTE,
  );

  it(
    'after the start, before the row says so',
    async () => {
      const before = (await temporalStates(stack.addresses)).COMPLETED ?? 0;
      // Temporal hears the start, and its answer never comes.
      suffer('temporal', { kind: 'mute', direction: 'answers' });
      const [id = ''] = await happen();
      await waitUntil('the start', async () => {
        const states = await temporalStates(stack.addresses);
        return (states.RUNNING ?? 0) + (states.COMPLETED ?? 0) > before;
      });
      await killTrigger();
      recover('temporal');
      await expectOneRun(id);
      expect((await temporalStates(stack.addresses)).COMPLETED).toBe(before + 1);
    },
    3 * MINUTE,
  );

  it(
    'after the effect, before Temporal knows of it',
    async () => {
      const { pids } = platform.ready();
      process.kill(pids.worker, 'SIGSTOP');
      const [id = ''] = await happen();
      const run = await waitUntil('the run', async () => {
        const { items } = await executionsOf(clients.acme, `event_id=${id}`);
        return items[0]?.status === 'running' && items[0];
      });
      // The worker's polls lie at Temporal already: its task reaches it, and nothing that it says of it gets through.
      suffer('temporal', { kind: 'mute', direction: 'requests' });
      process.kill(pids.worker, 'SIGCONT');
      await waitUntil('the effect', async () => {
        const { body } = await clients.acme.get<ListShape<unknown>>(`/billing/customers/${customer}/wallets`);
        return body.items.length > 0;
      });
      process.kill(pids.worker, 'SIGKILL');
      const inTemporal = () => temporalStateOf(stack.addresses, { tenantId: ACME, environmentId: PRODUCTION }, run.id);
      expect(await inTemporal()).toBe('RUNNING');
      recover('temporal');
      // Another worker does it all again; the ledger and the row have it already.
      await waitUntil('the end in Temporal', async () => (await inTemporal()) === 'COMPLETED', LEASE_AND_RUN_SECONDS);
      await expectOneRun(id);
    },
    3 * MINUTE,
  );

  it(
    'while the same events come over Kafka and HTTP at once',
    async () => {
      for (let round = 0; round < 50; round++) {
        const event = { id: `evt_${randomUUID()}`, event_name: eventName, payload: { customer_id: customer } };
        const scope = { tenant_id: ACME, environment_id: PRODUCTION };
        const kafka = Array.from({ length: 3 }, () => producer.publish({ ...event, ...scope }));
        const http = Array.from({ length: 3 }, () => clients.acme.post('/workflows/events', event));
        await Promise.all([...kafka, ...http]);
        await waitUntil('all deliveries', async () => {
          const { status, body } = await clients.acme.get<{ deliveries: number }>(`/workflows/events/${event.id}`);
          return status === 200 && body.deliveries >= 6;
        });
        const { pagination } = await executionsOf(clients.acme, `event_id=${event.id}`);
        expect(pagination.total).toBe(1);
      }
      const total = 50;
      await waitUntil('the end of all runs', async () => {
        const { body } = await clients.acme.get<ListShape<{ credit_balance: string }>>(
          `/billing/customers/${customer}/wallets`,
        );
        return Number(body.items[0]?.credit_balance) >= total;
      });
      await sleep(500);
      const { body } = await clients.acme.get<ListShape<{ credit_balance: string }>>(
        `/billing/customers/${customer}/wallets`,
      );
      expect(body.items.map(({ credit_balance }) => Number(credit_balance))).toEqual([total]);
    },
    4 * MINUTE,
  );
});
