import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import * as published from 'temporal-worker-as-published';
import { buildApps } from '../../tools/build/build.ts';
import { startStack } from '../../tools/stack/index.ts';
import { percentile } from './percentiles.ts';

/**
 * What a step that does nothing costs: of the interpreter, and of a hand-written workflow that calls one activity after
 * another, on the SDK as it is published and on ours. In turns on one server, each with local and with ordinary
 * activities. Time is what one run alone takes; CPU is this process's, which is client and worker. Log entries and native
 * threads are the SDK's own for all of them.
 */
const STEPS = 25;
const ROUNDS = 40;
const WARM_UP = 5;
const DIRECTORY = '.stack/bench-steps';

type Placement = 'local' | 'remote';
interface Contender {
  readonly title: string;
  readonly worker: Pick<Worker, 'run' | 'shutdown'>;
  run(steps: number): Promise<unknown>;
}
interface Cost {
  readonly ms: number;
  readonly cpuMs: number;
}

Runtime.install({ logger: new DefaultLogger('ERROR') });
published.Runtime.install({ logger: new published.DefaultLogger('ERROR') });
await buildApps(() => undefined);
const stack = await startStack({ directory: DIRECTORY, onProgress: () => undefined });
const { temporal: address } = stack.addresses;
const [connection, publishedConnection] = [
  await NativeConnection.connect({ address }),
  await published.NativeConnection.connect({ address }),
];
const client = new Client({ connection: await Connection.connect({ address }) });
try {
  for (const placement of ['local', 'remote'] as const) {
    const contenders = [
      await interpreter(placement),
      await handWritten(placement, 'the SDK as published', asPublished),
      await handWritten(placement, 'the SDK patched and set as ours', asOurs),
    ];
    const workers = contenders.map(({ worker }) => worker);
    const running = workers.map((worker) => worker.run());
    await compare(contenders);
    for (const worker of workers) worker.shutdown();
    await Promise.all(running);
  }
} finally {
  await client.connection.close();
  await connection.close();
  await publishedConnection.close();
  await stack.stop();
  rmSync(DIRECTORY, { recursive: true, force: true });
}

function asOurs(options: Omit<WorkerOptions, 'connection'>): Promise<Worker> {
  return Worker.create({ ...options, connection, debugMode: true });
}

function asPublished(options: Omit<WorkerOptions, 'connection'>): Promise<published.Worker> {
  return published.Worker.create({ ...options, connection: publishedConnection });
}

async function compare(contenders: readonly Contender[]): Promise<void> {
  const costs = new Map<Contender, Cost[]>(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < WARM_UP + ROUNDS; round++)
    for (const [contender, found] of costs) {
      const cost = await costOfAStep(contender);
      if (round >= WARM_UP) found.push(cost);
    }
  const [ours, ...others] = [...costs].map(([{ title }, found]) => {
    const median = { title, ms: medianOf(found, 'ms'), cpuMs: medianOf(found, 'cpuMs') };
    console.log(`${title}: ${median.ms.toFixed(2)} ms and ${median.cpuMs.toFixed(2)} ms of CPU a step`);
    return median;
  });
  if (!ours) return;
  for (const { title, ms, cpuMs } of others) {
    const ratios = `time × ${(ours.ms / ms).toFixed(2)}, CPU × ${(ours.cpuMs / cpuMs).toFixed(2)}`;
    console.log(`interpreter : ${title} = ${ratios}`);
  }
}

/** The difference between a run with many steps and one with a single one, by step. */
async function costOfAStep(contender: Contender): Promise<Cost> {
  const [one, many] = [await costOf(contender, 1), await costOf(contender, 1 + STEPS)];
  return { ms: (many.ms - one.ms) / STEPS, cpuMs: (many.cpuMs - one.cpuMs) / STEPS };
}

async function costOf(contender: Contender, steps: number): Promise<Cost> {
  const cpu = process.cpuUsage();
  const began = performance.now();
  await contender.run(steps);
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  return { ms, cpuMs: (user + system) / 1000 };
}

function medianOf(costs: readonly Cost[], which: keyof Cost): number {
  return percentile(
    costs.map((cost) => cost[which]),
    0.5,
  );
}

async function handWritten(
  placement: Placement,
  sdk: string,
  create: (options: Omit<WorkerOptions, 'connection'>) => Promise<Contender['worker']>,
): Promise<Contender> {
  const taskQueue = randomUUID();
  const workflowsPath = resolve('test/bench/hand-written/step-workflows.ts');
  const activities = { nothing: async () => ({}) };
  const worker = await create({ taskQueue, workflowsPath, activities });
  const workflow = placement === 'local' ? 'localSteps' : 'ordinarySteps';
  return {
    ...{ title: `by hand, ${placement} activities, ${sdk}`, worker },
    run: (steps) => execute(workflow, taskQueue, (id) => [id, steps]),
  };
}

async function interpreter(placement: Placement): Promise<Contender> {
  const taskQueue = randomUUID();
  const workflowBundle = { codePath: resolve('dist/apps/worker/workflow-bundle.js') };
  const activities = { update_customer: async () => ({}) };
  const worker = await asOurs({ taskQueue, workflowBundle, activities });
  return {
    ...{ title: `interpreter, ${placement} activities`, worker },
    run: (steps) => execute('runDefinition', taskQueue, (id) => [aRun(id, steps, placement)]),
  };
}

function execute(type: string, taskQueue: string, args: (id: string) => unknown[]): Promise<unknown> {
  const id = randomUUID();
  return client.workflow.execute(type, { workflowId: id, taskQueue, args: args(id) });
}

/** As the trigger starts it. */
function aRun(executionId: string, steps: number, placement: Placement): object {
  const retryPolicy = { maxAttempts: 3, initialIntervalSeconds: 1, backoffCoefficient: 2, maxIntervalSeconds: 60 };
  const step = { type: 'update_customer', config: { name: 'Ada' }, retryPolicy, timeoutSeconds: 30, placement };
  return {
    scope: { tenantId: 'tenant_acme', environmentId: 'env_prod' },
    ...{ executionId, rootExecutionId: executionId, timeoutSeconds: 3600, endsWithLastStep: true },
    definition: { id: 'wf_bench', name: 'Bench', version: 1 },
    steps: Array.from({ length: steps }, (_, index) => ({ id: `step_${index}`, order: index, ...step })),
    trigger: { payload: { customer_id: 'cust_1' }, depth: 0 },
  };
}
