import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChaosStack } from '../../support/faults/chaos-stack';
import { seeded, shuffled, troubles } from '../../support/faults/faults';
import { ownNames, runPlatform, type Ready, type RunningPlatform } from '../../support/platform/run-platform';
import { clientsOf } from '../../support/platform/scenario';
import { waitUntil } from '../../support/wait-until';
import {
  allExecutions,
  balances,
  countBy,
  CREDITS_PER_EVENT,
  prepare,
  publishAll,
  temporalStates,
  timesSent,
  type Part,
} from './workload';

const EVENTS = Number(process.env.CHAOS_EVENTS ?? 1000);
const SEED = Number(process.env.CHAOS_SEED ?? randomInt(1e9));
/** Which share of all troubles comes first, e.g. 1/3. */
const [NUMERATOR = 1, OF = 1] = (process.env.CHAOS_SHARE ?? '1/1').split('/').map(Number);
const SHARE = { index: NUMERATOR - 1, of: OF };
/** Platforms that share the work: topic, task queue and database. */
const REPLICAS = Number(process.env.CHAOS_REPLICAS ?? 1);
const SAID = `CHAOS_SEED=${SEED} CHAOS_SHARE=${NUMERATOR}/${OF} CHAOS_REPLICAS=${REPLICAS}`;
/** So that a silent database is noticed while the test runs. */
const STATEMENT_TIMEOUT_MS = 3000;
const REST_MS = 1000;
/** However short the work is. */
const ALWAYS = ['worker is killed', 'trigger is killed'];
const MINUTE = 60_000;

describe(`${EVENTS} events of two tenants while everything breaks (${SAID})`, () => {
  let stack: ChaosStack;
  let platforms: RunningPlatform[];
  let parts: Part[];
  const history: string[] = [];

  beforeAll(async () => {
    stack = await ChaosStack.start();
    const settings = { ...ownNames('chaos'), DATABASE_STATEMENT_TIMEOUT_MS: String(STATEMENT_TIMEOUT_MS) };
    platforms = [];
    while (platforms.length < REPLICAS) platforms.push(await runPlatform(stack.environment, settings));
    parts = await prepare(clientsOf(ready()), EVENTS);
  }, 3 * MINUTE);
  afterAll(async () => {
    await Promise.all(platforms.map((platform) => platform.stop()));
    await stack.stop();
  }, 2 * MINUTE);

  const ready = (): Ready => {
    const [platform] = platforms;
    if (!platform) throw new Error('No platform runs.');
    return platform.ready();
  };

  /** One trouble after the other until the work is done, none of them twice before all were there. */
  async function breakThings(isDone: () => boolean): Promise<void> {
    const random = seeded(SEED);
    const titles = troubles(stack, platforms, random).map(({ title }) => title);
    await waitUntil('the first runs', async () => parts[0] && (await countBy(parts[0].api, 'completed')) > 0);
    for (const title of ALWAYS) await happen(titles.indexOf(title), random);
    while (!isDone())
      for (const place of shuffled(titles.length, random, SHARE)) {
        await happen(place, random);
        if (isDone()) break;
      }
    process.stdout.write(`${SAID}, ${history.length} of ${titles.length} troubles: ${history.join('; ')}\n`);
  }

  async function happen(place: number, random: () => number): Promise<void> {
    const trouble = troubles(stack, platforms, random)[place];
    if (!trouble) throw new Error(`There is no trouble ${place}.`);
    history.push(trouble.title);
    await trouble.happen();
    await sleep(REST_MS * random());
  }

  const expected = (part: Part): number => part.events.length * part.definitions.length;

  it(
    'makes one run of each event and definition, each run to its end',
    async () => {
      let isPublished = false;
      const publishing = publishAll(parts, ready(), () => stack.addresses).finally(() => (isPublished = true));
      await Promise.all([publishing, breakThings(() => isPublished)]);
      for (const part of parts)
        await waitUntil(
          `the runs of ${part.tenantId} after: ${history.join('; ')}`,
          async () => (await countBy(part.api, 'completed').catch(() => -1)) >= expected(part),
          240,
        );
      for (const part of parts) {
        const executions = await allExecutions(part);
        const starts = executions.map(({ workflow_id, trigger_event }) => `${workflow_id} ${trigger_event.id}`);
        const wanted = part.definitions.flatMap((definition) => part.events.map(({ id }) => `${definition} ${id}`));
        expect(starts.sort()).toEqual(wanted.sort());
        expect(new Set(executions.map(({ status }) => status))).toEqual(new Set(['completed']));
      }
    },
    10 * MINUTE,
  );

  it('leaves exact balances', async () => {
    for (const part of parts) {
      const perCustomer = part.events.length / part.customers.length;
      const each = [1 + perCustomer * CREDITS_PER_EVENT];
      expect(await balances(part)).toEqual(part.customers.map(() => each));
    }
  });

  it('can say of each event what it started', async () => {
    for (const { api, events, definitions } of parts)
      for (const [index, { id }] of events.slice(0, 25).entries()) {
        const { body } = await api.get<{ deliveries: number; decisions: { decision: string; workflow_id: string }[] }>(
          `/workflows/events/${id}`,
        );
        expect(body.decisions.map(({ decision }) => decision)).toEqual(['started', 'started']);
        expect(body.decisions.map(({ workflow_id }) => workflow_id).sort()).toEqual([...definitions].sort());
        expect(body.deliveries).toBeGreaterThanOrEqual(timesSent(index));
      }
  });

  it('leaves no gap between rows and Temporal', async () => {
    const runs = parts.reduce((sum, part) => sum + expected(part), 0);
    const states = await waitUntil('every workflow to be closed', async () => {
      const found = await temporalStates(stack.addresses);
      return found.RUNNING === undefined && found;
    });
    expect(states).toEqual({ COMPLETED: runs });
  });
});
