import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freshDatabase } from '../database/fresh-database';
import { serverAddresses } from '../servers/server-addresses';

/** `.stack/ready.json` as product users read it. */
export interface Ready {
  readonly api: string;
  readonly kafka: string[];
  readonly topic: string;
  readonly dlq_topic: string;
  readonly temporal: string;
  readonly temporal_namespace: string;
  readonly postgres: string;
  readonly postgres_owner: string;
  readonly jwt_secret: string;
  readonly smtp_outbox: string;
  readonly credentials: { tenant_id: string; environment_id: string; api_key: string; permissions: string[] }[];
  readonly pids: { api: number; trigger: number; worker: number };
}

export interface RunningPlatform {
  /** Read anew each time: pids change when an app is restarted. */
  ready(): Ready;
  /** What it wrote so far. */
  output(): string;
  /** The whole lines that its worker has logged so far. */
  workerLog(): string[];
  /** Sends a signal to the command itself. @returns its exit code, or null after a signal that it could not answer */
  signal(signal: NodeJS.Signals): Promise<number | null>;
  /** Stops it, if it still runs, and removes what it has left. */
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 90_000;

/**
 * The three apps as `npm start` runs them, with topics and a task queue of their own.
 * @param servers where the servers are, as environment; without them the test servers, with a database of its own
 * @param settings further environment
 */
export async function runPlatform(
  servers?: Record<string, string>,
  settings: Record<string, string> = {},
): Promise<RunningPlatform> {
  const name = `e2e-${randomBytes(4).toString('hex')}`;
  const directory = join('.stack', name);
  const readyFile = join(directory, 'ready.json');
  const database = servers ? undefined : await freshDatabase();
  const args = ['tools/start/main.ts', '--directory', directory, '--ready-file', readyFile];
  const env = { ...process.env, ...ownNames(name), ...(servers ?? (database && testServers(database))), ...settings };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk));
  const signal = async (name: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(name);
      await once(child, 'exit');
    }
    return child.exitCode;
  };
  const stop = async (): Promise<void> => {
    await signal('SIGTERM');
    await database?.drop();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await waitForFile(readyFile, child, output);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    stop,
    ready: () => JSON.parse(readFileSync(readyFile, 'utf8')) as Ready,
    output: () => Buffer.concat(output).toString(),
    workerLog: () =>
      readFileSync(join(directory, 'logs', 'worker.log'), 'utf8')
        .split('\n')
        .slice(0, -1),
    signal,
  };
}

/** What keeps a platform apart from others on the same servers; whoever is given the same names shares the work. */
export function ownNames(name: string): Record<string, string> {
  return { KAFKA_TOPIC: name, KAFKA_DLQ_TOPIC: `${name}.dlq`, KAFKA_GROUP_ID: name, TEMPORAL_TASK_QUEUE: name };
}

function testServers({ url, ownerUrl }: { url: string; ownerUrl: string }): Record<string, string> {
  const servers = serverAddresses();
  return {
    DATABASE_URL: url,
    DATABASE_OWNER_URL: ownerUrl,
    KAFKA_BROKERS: servers.kafka.join(','),
    TEMPORAL_ADDRESS: servers.temporal,
    TEMPORAL_NAMESPACE: servers.temporalNamespace,
  };
}

async function waitForFile(file: string, child: ChildProcess, output: readonly Buffer[]): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!existsSync(file)) {
    if (child.exitCode !== null || Date.now() > deadline)
      throw new Error(`The platform did not start:\n${Buffer.concat(output).toString()}`);
    await sleep(100);
  }
}
