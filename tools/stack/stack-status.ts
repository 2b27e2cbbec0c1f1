import { resolve } from 'node:path';
import { addressesFrom } from './lookup/environment.ts';
import { isRunning } from './processes/identity.ts';
import { ALL_SERVERS } from './servers/all-servers.ts';
import type { Server } from './servers/server.ts';
import { describe } from './start-one.ts';
import { readRecords, type ServerRecord } from './state/state-file.ts';
import type { ServerName, SourceName, StackAddresses } from './types.ts';

export interface ServerStatus {
  name: ServerName;
  title: string;
  /** It answers; a process that is there but does not answer counts as not running. */
  running: boolean;
  /** host:port, without credentials. */
  address?: string;
  addresses: Partial<StackAddresses>;
  pid?: number;
  source?: SourceName;
  version?: string;
}

/** What runs in that directory, or behind the addresses in the environment, asked at this moment. */
export async function stackStatus(directory: string): Promise<ServerStatus[]> {
  const records = readRecords(resolve(directory));
  return Promise.all(ALL_SERVERS.map((server) => statusOf(server, records[server.name])));
}

async function statusOf(server: Server, record: ServerRecord | undefined): Promise<ServerStatus> {
  const { name, title } = server;
  const given = addressesFrom(process.env, name);
  const known = given ? { source: 'environment' as const, addresses: given } : alive(record);
  const running = known !== undefined && (await server.answers(known.addresses).catch(() => false));
  return { name, title, running, addresses: {}, ...known, ...(known && { address: describe(known.addresses) }) };
}

function alive(
  record: ServerRecord | undefined,
): Pick<ServerStatus, 'addresses' | 'pid' | 'source' | 'version'> | undefined {
  if (!record || !isRunning(record.process)) return undefined;
  const { addresses, source, version, process } = record;
  return { addresses, source, version, pid: process.pid };
}
