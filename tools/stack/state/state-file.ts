import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessIdentity } from '../processes/identity.ts';
import type { ServerName, SourceName, StackAddresses } from '../types.ts';

/** One server of ours as it was started. Its process may have ended since. */
export interface ServerRecord {
  process: ProcessIdentity;
  /** The process that ends it; absent when it runs in the background. */
  owner?: ProcessIdentity;
  source?: SourceName;
  version?: string;
  /** Empty until the server answered for the first time. */
  addresses: Partial<StackAddresses>;
}

export type StackRecords = Partial<Record<ServerName, ServerRecord>>;

const FORMAT = 1;

/** What was started in that directory; nothing when the file is missing, cut or of another format. */
export function readRecords(directory: string): StackRecords {
  try {
    const state = JSON.parse(readFileSync(stateFile(directory), 'utf8')) as { format?: number; servers?: StackRecords };
    return state.format === FORMAT && state.servers ? state.servers : {};
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

/** Replaces the file in one step. Readable by its owner alone: the addresses hold passwords. */
export function writeRecords(directory: string, servers: StackRecords): void {
  const draft = `${stateFile(directory)}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify({ format: FORMAT, servers }, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, stateFile(directory));
}

function stateFile(directory: string): string {
  return join(directory, 'state.json');
}
