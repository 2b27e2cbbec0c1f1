import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Kafka, logLevel } from 'kafkajs';
import { Pool } from 'pg';
import type { Ready } from '../../tools/platform/index.ts';
import type { Contender } from './contender.ts';

// The moment of the write, as the platform's own times are.
const create = (table: string): string => `
  CREATE SCHEMA IF NOT EXISTS hand_written;
  CREATE TABLE hand_written."${table}" (
    run_id text, step integer, at timestamptz NOT NULL DEFAULT clock_timestamp(), PRIMARY KEY (run_id, step))`;
const done = (table: string): string =>
  `SELECT run_id, extract(epoch FROM at) * 1000 AS at FROM hand_written."${table}" WHERE step = 3`;

/** A consumer and a worker as one would write them without us, each in a process of its own, on the platform's servers. */
export async function handWritten(
  ready: Ready,
  workflow: 'ordinary' | 'localOnes',
  tuning: 'published' | 'ours',
): Promise<Contender> {
  const pool = new Pool({ connectionString: ready.postgres_owner });
  const name = `hand-written-${workflow}-${tuning}-${Date.now()}`;
  await pool.query(create(name));
  const kafka = new Kafka({ clientId: 'bench', brokers: ready.kafka, logLevel: logLevel.ERROR });
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: name, numPartitions: 6 }] });
  await admin.disconnect();
  const env = {
    ...process.env,
    ...{ BENCH_POSTGRES: ready.postgres_owner, BENCH_KAFKA: ready.kafka.join(','), BENCH_TEMPORAL: ready.temporal },
    ...{ BENCH_TOPIC: name, BENCH_TABLE: name, BENCH_QUEUE: name, BENCH_WORKFLOW: workflow, BENCH_TUNING: tuning },
    TOKIO_WORKER_THREADS: tuning === 'ours' ? process.env.TOKIO_WORKER_THREADS || '1' : undefined,
  };
  const worker = await run('worker', env);
  const children = [worker, await run('consumer', env)];
  const producer = kafka.producer();
  await producer.connect();
  return {
    title: `by hand, ${workflow === 'ordinary' ? 'ordinary' : 'local'} activities, the SDK ${tuning === 'ours' ? 'patched and set as ours' : 'as published'}`,
    workerPid: worker.pid ?? NaN,
    publish: async (ids) => {
      await producer.send({ topic: name, messages: ids.map((id) => ({ value: JSON.stringify({ id }) })) });
    },
    done: async () => {
      const { rows } = await pool.query<{ run_id: string; at: string }>(done(name));
      return new Map(rows.map(({ run_id, at }) => [run_id, Number(at)]));
    },
    stop: async () => {
      await producer.disconnect();
      for (const child of children) {
        child.kill('SIGTERM');
        if (child.exitCode === null) await once(child, 'exit');
      }
      await pool.end();
    },
  };
}

async function run(program: 'worker' | 'consumer', env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const args = ['--disable-warning=TimeoutNegativeWarning', `test/bench/hand-written/${program}.ts`];
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(child.stdout)) if (line === 'ready') break;
  child.stdout.resume();
  return child;
}
