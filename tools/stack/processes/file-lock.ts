import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, ownIdentity, type ProcessIdentity } from './identity.ts';

const POLL_MS = 100;

/**
 * Runs the work while holding an exclusive lock file. Waits for a holder that lives and takes the file of one that died.
 * @param onWait called once, with the holder's pid, when somebody else holds the lock
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>, onWait: (pid: number) => void): Promise<T> {
  let waited = false;
  for (;;) {
    if (await tryTake(path)) break;
    const holder = await readHolder(path);
    if (!holder) continue;
    if (!isRunning(holder)) {
      await breakStale(path, holder);
      continue;
    }
    if (!waited) onWait(holder.pid);
    waited = true;
    await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

/** A link appears with its content in one step: nobody ever reads a half-written lock. */
async function tryTake(path: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(ownIdentity()));
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function readHolder(path: string): Promise<ProcessIdentity | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as ProcessIdentity;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    // Not one of ours: nobody that lives wrote it.
    if (error instanceof SyntaxError) return { pid: 0, startedAt: '' };
    throw error;
  }
}

/** Two waiters may see the same dead holder: only one can move the file away, and it looks again at what it moved. */
async function breakStale(path: string, dead: ProcessIdentity): Promise<void> {
  const moved = `${path}.${randomUUID()}`;
  try {
    await rename(path, moved);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const holder = await readHolder(moved);
  if (holder && holder.startedAt !== dead.startedAt && isRunning(holder))
    await link(moved, path).catch(() => undefined);
  await rm(moved, { force: true });
}
