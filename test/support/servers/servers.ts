import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

interface Addresses {
  readonly postgres: string;
  readonly postgresOwner: string;
  readonly kafka: string[];
  readonly temporal: string;
  readonly temporalNamespace: string;
  /** Path of the program. */
  readonly timeSkippingServer: string;
}

const directory = `.stack/test-${randomBytes(4).toString('hex')}`;
let holder: ChildProcess | undefined;

/**
 * Starts the three servers once for all projects of a run; test files find them in the environment.
 * The holder ends them when this process is gone, however it goes.
 */
export async function startServers(): Promise<void> {
  if (process.env.TEST_POSTGRES) return;
  const args = ['--disable-warning=TimeoutNegativeWarning', 'tools/stack/hold.ts', '--directory', directory];
  holder = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  if (!holder.stdout) throw new Error('The servers were started without an output.');
  const lines = createInterface({ input: holder.stdout });
  const first = await Promise.race([once(lines, 'line'), once(lines, 'close')]);
  if (first.length === 0) throw new Error('The test servers did not start; see the lines above.');
  tell(JSON.parse(first[0] as string) as Addresses);
}

/** The second of two calls finds nothing to do. */
export async function stopServers(): Promise<void> {
  if (!holder) return;
  const ended = once(holder, 'exit');
  holder.stdin?.end();
  holder = undefined;
  await ended;
  rmSync(directory, { recursive: true, force: true });
}

function tell({ postgres, postgresOwner, kafka, temporal, temporalNamespace, timeSkippingServer }: Addresses): void {
  Object.assign(process.env, {
    TEST_POSTGRES: postgres,
    TEST_POSTGRES_OWNER: postgresOwner,
    TEST_KAFKA: kafka.join(','),
    TEST_TEMPORAL: temporal,
    TEST_TEMPORAL_NAMESPACE: temporalNamespace,
    TEST_TIME_SKIPPING_SERVER: timeSkippingServer,
  });
}
