import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { endProcess } from './processes/end-process.ts';
import { withFileLock } from './processes/file-lock.ts';
import { isRunning } from './processes/identity.ts';
import { ALL_SERVERS } from './servers/all-servers.ts';
import { lockFile } from './start-stack.ts';
import { readRecords } from './state/state-file.ts';
import type { ServerName } from './types.ts';

export interface StopResult {
  stopped: ServerName[];
  /** Not touched: another process started them and still lives (`npm start`, a test run). It is the one to stop. */
  inUse: { name: ServerName; ownerPid: number }[];
}

/** Ends the servers of that directory that run in the background or were left behind. */
export async function stopStack(directory: string): Promise<StopResult> {
  const path = resolve(directory);
  if (!existsSync(path)) return { stopped: [], inUse: [] };
  return withFileLock(
    lockFile(path),
    () => endAll(path),
    () => undefined,
  );
}

async function endAll(directory: string): Promise<StopResult> {
  const records = readRecords(directory);
  const result: StopResult = { stopped: [], inUse: [] };
  const ends = ALL_SERVERS.map(async ({ name, stopSignal }) => {
    const record = records[name];
    if (!record || !isRunning(record.process)) return;
    if (record.owner && record.owner.pid !== process.pid && isRunning(record.owner)) {
      result.inUse.push({ name, ownerPid: record.owner.pid });
      return;
    }
    await endProcess(record.process, stopSignal);
    result.stopped.push(name);
  });
  await Promise.all(ends);
  return result;
}
