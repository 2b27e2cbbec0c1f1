// npm run stack -- up|down|status
import { join } from 'node:path';
import { stackStatus, startStack, stopStack, type StackAddresses } from './index.ts';

const DIRECTORY = join(import.meta.dirname, '..', '..', '.stack', 'dev');
const USAGE = `usage: npm run stack -- up|down|status
  up      starts PostgreSQL, Kafka and Temporal in the background and prints their addresses
  down    ends them
  status  says which run; exit code 0 only when all three do`;

const verbs: Record<string, () => Promise<number>> = { up, down, status };
const [verb = '', ...rest] = process.argv.slice(2);
const action = rest.length === 0 && Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
if (action) process.exitCode = await action().catch(failed);
else {
  console.error(USAGE);
  process.exitCode = 2;
}

async function up(): Promise<number> {
  const { addresses } = await startStack({
    directory: DIRECTORY,
    background: true,
    onProgress: (line) => console.error(line),
  });
  for (const [name, address] of toLines(addresses)) console.log(`${name.padEnd(20)}${address}`);
  return 0;
}

async function down(): Promise<number> {
  const { stopped, inUse } = await stopStack(DIRECTORY);
  console.log(stopped.length > 0 ? `stopped: ${stopped.join(', ')}` : 'nothing to stop');
  for (const { name, ownerPid } of inUse) console.error(`${name} belongs to process ${ownerPid}: stop that one`);
  return inUse.length > 0 ? 1 : 0;
}

async function status(): Promise<number> {
  const servers = await stackStatus(DIRECTORY);
  for (const { title, running, address, pid, source, version } of servers) {
    const origin = [version, source && `(${source})`, pid && `pid ${pid}`].filter(Boolean).join(' ');
    console.log(
      `${title.padEnd(12)}${running ? 'running' : 'stopped'}  ${running ? `${address} ${origin}` : ''}`.trimEnd(),
    );
  }
  return servers.every(({ running }) => running) ? 0 : 1;
}

function toLines(addresses: StackAddresses): [string, string][] {
  return [
    ['PostgreSQL', addresses.postgres],
    ['PostgreSQL (owner)', addresses.postgresOwner],
    ['Kafka', addresses.kafka.join(',')],
    ['Temporal', `${addresses.temporal} (namespace ${addresses.temporalNamespace})`],
    ['Temporal page', addresses.temporalUi ?? 'not known'],
  ];
}

function failed(error: unknown): number {
  console.error(error instanceof Error ? error.message : error);
  return 1;
}
