import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ApiClient } from '../../tools/demo/api-client.ts';
import { withPlatform } from './with-platform.ts';

/**
 * Large runs, and many at once: 50 steps one after another, 50 side by side, and 500 runs that all wait before they go
 * on together. How long it takes until all is recorded as completed, and the most memory that the worker holds.
 */
const STEPS = 50;
const RUNS = 500;
const CHUNK = 100;
const WAIT_SECONDS = 20;
const EVENT = 'bench.sizes';
const LOOK_MS = 100;

type List = Readonly<{ items: readonly { status: string }[]; pagination: { total: number } }>;

await withPlatform('bench-sizes', async ({ credentials: [credential], pids, ...ready }) => {
  if (!credential) throw new Error('The platform has no development key.');
  const api = new ApiClient({ ...ready, pids, credentials: [credential] }, credential);
  const { id: customer_id } = await api.post('/billing/customers', { name: 'Bench' });
  const payload = { customer_id };

  const once = async (title: string, steps: object[]): Promise<void> => {
    const workflow = await aDefinition(api, title, { type: 'manual' }, steps);
    await measured(title, pids.worker, async () => {
      await api.post(`/workflows/definitions/${workflow}/trigger`, { trigger_data: payload });
      await completed(api, workflow, 1);
    });
  };
  await once('A wallet', [{ type: 'create_wallet', config: { currency: 'USD' } }]);
  await once(`${STEPS} steps one after another`, grants(STEPS));
  await once(
    `${STEPS} steps side by side`,
    grants(STEPS).map((step) => ({ ...step, order: 1 })),
  );

  const title = `${RUNS} runs at once, each with a wait of ${WAIT_SECONDS} s and two steps`;
  const steps = [{ type: 'wait', config: { duration_seconds: WAIT_SECONDS } }, ...grants(2)];
  const workflow = await aDefinition(api, title, { type: 'event', event_name: EVENT }, steps);
  await measured(title, pids.worker, async () => {
    for (let sent = 0; sent < RUNS; sent += CHUNK) {
      const events = Array.from({ length: CHUNK }, (_, index) => ({ id: `${EVENT}-${sent + index}`, payload }));
      await api.post('/workflows/events', { events: events.map((event) => ({ ...event, event_name: EVENT })) });
    }
    await completed(api, workflow, RUNS);
  });
});

function grants(count: number): object[] {
  return Array.from({ length: count }, () => ({ type: 'grant_credits', config: { currency: 'USD', amount: 1 } }));
}

async function aDefinition(api: ApiClient, name: string, trigger: object, steps: object[]): Promise<string> {
  const withIds = steps.map((step, index) => ({ id: `step_${index}`, ...step }));
  const { id } = await api.post<{ id: string }>('/workflows/definitions', { name, trigger, steps: withIds });
  return id;
}

async function completed(api: ApiClient, workflow: string, runs: number): Promise<void> {
  for (;;) {
    const list = (state: string): Promise<List> =>
      api.get<List>(`/workflows/executions?workflow_id=${workflow}&limit=1${state}`);
    const [done, failed] = [await list('&status=completed'), await list('&status=failed')];
    if (failed.pagination.total > 0) throw new Error(`A run failed: ${JSON.stringify(failed.items[0])}`);
    if (done.pagination.total === runs) return;
    await sleep(LOOK_MS);
  }
}

async function measured(title: string, pid: number, work: () => Promise<void>): Promise<void> {
  let most = 0;
  let isOver = false;
  const watch = (async () => {
    for (; !isOver; await sleep(LOOK_MS)) most = Math.max(most, await memoryOf(pid));
  })();
  const before = await memoryOf(pid);
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1000;
  isOver = true;
  await watch;
  console.log(
    `${title}: ${seconds.toFixed(1)} s; the worker held ${before.toFixed(0)} MiB before, ${most.toFixed(0)} at most`,
  );
}

/** Resident memory of a process, in MiB. */
async function memoryOf(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout) / 1024;
}
