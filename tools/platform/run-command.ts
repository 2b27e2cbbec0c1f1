import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buildApps, compiled, type App } from '../build/build.ts';
import { readLive, type Ready } from './ready-file.ts';

const READY_FILE = '.stack/ready.json';

/**
 * Runs an app's own command with this process's arguments; what its environment does not name is taken from a running
 * `npm start`.
 */
export async function runCommand(app: App, script: string, needs: readonly string[]): Promise<void> {
  const missing = needs.filter((name) => !process.env[name]);
  const ready = missing.length > 0 ? await readLive(READY_FILE) : undefined;
  if (missing.length > 0 && !ready) {
    console.error(`Set ${missing.join(' and ')}, or have "npm start" running in this folder.`);
    process.exit(1);
  }
  await buildApps((line) => console.error(line));
  const args = [compiled(app, script), ...process.argv.slice(2)];
  const env = { ...process.env, ...(ready && settingsOf(ready)) };
  const child = spawn(process.execPath, args, { stdio: 'inherit', env });
  const [code] = (await once(child, 'close')) as [number | null];
  process.exitCode = code ?? 1;
}

function settingsOf({
  postgres,
  kafka,
  topic,
  dlq_topic,
  temporal,
  temporal_namespace,
}: Ready): Record<string, string> {
  return {
    ...{ DATABASE_URL: postgres, KAFKA_BROKERS: kafka.join(','), KAFKA_TOPIC: topic, KAFKA_DLQ_TOPIC: dlq_topic },
    ...{ TEMPORAL_ADDRESS: temporal, TEMPORAL_NAMESPACE: temporal_namespace },
  };
}
