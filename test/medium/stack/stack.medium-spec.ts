import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { stackStatus, startStack, stopStack, type RunningStack } from '../../../tools/stack/index.ts';
import { endProcess } from '../../../tools/stack/processes/end-process.ts';
import { identify, isRunning, type ProcessIdentity } from '../../../tools/stack/processes/identity.ts';
import { waitUntil } from '../../../tools/stack/processes/wait-until.ts';
import { readRecords, writeRecords } from '../../../tools/stack/state/state-file.ts';
import { killHard, startBystander, startInOtherProcess } from './stack-process';

const NAMES = ['postgres', 'kafka', 'temporal'] as const;
const REAPING_MS = 15_000;

jest.setTimeout(180_000);

describe('the stack', () => {
  let directory: string;
  let stack: RunningStack | undefined;

  beforeAll(() => {
    // This file is about servers of its own, whatever the other tests are given.
    for (const name of ['DATABASE_URL', 'DATABASE_OWNER_URL', 'KAFKA_BROKERS', 'TEMPORAL_ADDRESS'])
      delete process.env[name];
    directory = mkdtempSync(join(tmpdir(), 'stack-'));
    // As any project folder: PostgreSQL's own account may pass.
    chmodSync(directory, 0o755);
  });

  afterEach(async () => {
    await stack?.stop();
    stack = undefined;
    await stopStack(directory);
  });

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const runningNames = async () =>
    (await stackStatus(directory)).filter(({ running }) => running).map(({ name }) => name);
  const processes = (): ProcessIdentity[] => Object.values(readRecords(directory)).map((record) => record.process);

  it('starts all three once when two starts meet, and ends only what the call started', async () => {
    const [one, other] = await Promise.all([startStack({ directory }), startStack({ directory })]);
    expect(one.addresses).toEqual(other.addresses);
    expect(await runningNames()).toEqual(NAMES);

    const adopted = await startStack({ directory });
    expect(adopted.addresses).toEqual(one.addresses);
    await adopted.stop();
    expect(await runningNames()).toEqual(NAMES);

    await Promise.all([one.stop(), other.stop()]);
    expect(await runningNames()).toEqual([]);
    expect(processes().filter(isRunning)).toEqual([]);
  });

  it('gives a role for migrations and one for the application, neither above row-level security', async () => {
    stack = await startStack({ directory });
    const { postgres, postgresOwner } = stack.addresses;
    const rights = `SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user`;
    const none = { rolsuper: false, rolbypassrls: false, rolcreaterole: false };
    expect(await query(postgres, rights)).toEqual([{ ...none, rolname: 'workflow_app', rolcreatedb: false }]);
    expect(await query(postgresOwner, rights)).toEqual([{ ...none, rolname: 'workflow_owner', rolcreatedb: true }]);
    await query(postgresOwner, 'CREATE DATABASE copy_of_workflows TEMPLATE workflows');
    await expect(query(postgres, 'CREATE DATABASE refused')).rejects.toThrow('permission denied');
    expect(await query(postgres, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
    expect(await query(postgres, 'SHOW synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
  });

  it('belongs to its process while that lives; no orphan is left when that is killed, and nothing committed is lost', async () => {
    const other = await startInOtherProcess(directory, 'foreground');
    const { stopped, inUse } = await stopStack(directory);
    expect(stopped).toEqual([]);
    expect(inUse.map(({ ownerPid }) => ownerPid)).toEqual(NAMES.map(() => other.child.pid));
    const orphans = processes();
    expect(orphans.filter(isRunning)).toHaveLength(NAMES.length);
    await query(other.addresses.postgresOwner, 'CREATE TABLE kept AS SELECT 42 AS answer');

    await killHard(other);
    expect(await waitUntil(async () => !orphans.some(isRunning), REAPING_MS)).toBe(true);

    stack = await startStack({ directory });
    expect(await query(stack.addresses.postgresOwner, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('replaces at once the servers of a killed process that are still on their way out', async () => {
    const other = await startInOtherProcess(directory, 'foreground');
    const orphans = processes();
    await killHard(other);

    stack = await startStack({ directory });
    expect(orphans.filter(isRunning)).toEqual([]);
    expect(await runningNames()).toEqual(NAMES);
  });

  it('replaces the servers of a process that was killed together with its helper', async () => {
    const other = await startInOtherProcess(directory, 'foreground');
    const orphans = processes();
    for (const helper of childrenOf(other.child.pid!))
      if (!orphans.some(({ pid }) => pid === helper)) process.kill(helper, 'SIGKILL');
    await killHard(other);
    expect(orphans.filter(isRunning)).toHaveLength(NAMES.length);

    stack = await startStack({ directory });
    expect(orphans.filter(isRunning)).toEqual([]);
    expect(await runningNames()).toEqual(NAMES);
  });

  it('keeps background servers after their process ended, until they are told to stop', async () => {
    const { child, addresses } = await startInOtherProcess(directory, 'background');
    expect(await waitUntil(async () => child.exitCode === 0, REAPING_MS)).toBe(true);
    expect(await runningNames()).toEqual(NAMES);
    stack = await startStack({ directory });
    expect(stack.addresses).toEqual(addresses);
    await stack.stop();
    expect(await runningNames()).toEqual(NAMES);

    expect(await stopStack(directory)).toEqual({ stopped: expect.arrayContaining([...NAMES]) as unknown, inUse: [] });
    expect(await runningNames()).toEqual([]);
  });

  it('takes no other program for its server when a pid was given away again', async () => {
    const bystander = startBystander();
    const process = { pid: bystander.identity.pid, startedAt: 'before' };
    writeRecords(directory, { postgres: { process, addresses: {} }, kafka: { process, addresses: {} } });
    writeFileSync(join(directory, 'lock'), JSON.stringify(process));
    writeFileSync(pidFile(directory), `${process.pid}\n`);

    expect(await runningNames()).toEqual([]);
    expect(await stopStack(directory)).toEqual({ stopped: [], inUse: [] });
    stack = await startStack({ directory });
    expect(await runningNames()).toEqual(NAMES);
    expect(isRunning(bystander.identity)).toBe(true);
    await endProcess(bystander.identity);
  });

  it('shows the end of the log of a server that dies while starting, and leaves none of the others', async () => {
    const settings = join(dataFolder(directory), 'postgresql.conf');
    const good = readFileSync(settings);
    writeFileSync(settings, 'no_such_setting = 1\n');
    await expect(startStack({ directory })).rejects.toThrow(
      /PostgreSQL ended while it was starting.*\n.*no_such_setting/s,
    );
    expect(processes().filter(isRunning)).toEqual([]);
    writeFileSync(settings, good);
  });
});

async function query(connectionString: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

function childrenOf(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const pairs = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.flatMap(([child, parent]) => (parent === pid && child && identify(child) ? [child] : []));
}

/** As PostgreSQL's own process tells it: it depends on the version found. */
function dataFolder(directory: string): string {
  const { stdout } = spawnSync('ls', [directory], { encoding: 'utf8' });
  return join(
    directory,
    stdout.split('\n').find((name) => /^postgres-\d+$/.test(name))!,
  );
}

function pidFile(directory: string): string {
  return join(dataFolder(directory), 'postmaster.pid');
}
