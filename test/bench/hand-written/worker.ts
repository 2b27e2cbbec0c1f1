import { resolve } from 'node:path';
import { LoggerWithComposedMetadata } from '@temporalio/common';
import { Pool } from 'pg';
import { activities } from './activities.ts';

/** The Temporal worker that one would write by hand. Prints "ready" once it polls. */
const { BENCH_POSTGRES, BENCH_TABLE = '', BENCH_TEMPORAL = '', BENCH_QUEUE = '', BENCH_TUNING } = process.env;
const workflowsPath = resolve('test/bench/hand-written/workflows.ts');
/** As our own worker has them, on the SDK with our patches; else it is the SDK as published, with its own settings. */
const OURS = {
  ...{ maxConcurrentWorkflowTaskExecutions: 6, nonStickyToStickyPollRatio: 0.5, debugMode: true },
  bundlerOptions: { preloadModules: [workflowsPath] },
};
const isOurs = BENCH_TUNING === 'ours';
const { DefaultLogger, NativeConnection, Runtime, Worker } = await (isOurs
  ? import('@temporalio/worker')
  : import('temporal-worker-as-published'));
if (isOurs) {
  const leftOut = { trace: (): void => {}, debug: (): void => {}, info: (): void => {} };
  const { logger } = Runtime.install({ logger: new DefaultLogger('WARN') });
  for (const each of [logger, LoggerWithComposedMetadata.prototype]) Object.assign(each, leftOut);
}
const connection = await NativeConnection.connect({ address: BENCH_TEMPORAL });
const pool = new Pool({ connectionString: BENCH_POSTGRES, max: 20 });
const worker = await Worker.create({
  connection,
  taskQueue: BENCH_QUEUE,
  workflowsPath,
  activities: { ...activities(pool, BENCH_TABLE) },
  ...(isOurs && OURS),
});
const running = worker.run();
console.log('ready');
await running;
