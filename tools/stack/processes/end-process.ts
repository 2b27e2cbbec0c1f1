import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, type ProcessIdentity } from './identity.ts';

const GRACE_MS = 10_000;
const POLL_MS = 20;

/** Ends this very process and waits until it is gone: the signal first, SIGKILL for its group after 10 s. */
export async function endProcess(target: ProcessIdentity, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  send(target, target.pid, signal);
  if (await goneWithin(target, GRACE_MS)) return;
  // Ours lead their own process group, so helpers they left behind go with them.
  send(target, -target.pid, 'SIGKILL');
  send(target, target.pid, 'SIGKILL');
  if (!(await goneWithin(target, GRACE_MS)))
    throw new Error(`Process ${target.pid} does not end, not even by SIGKILL.`);
}

function send(target: ProcessIdentity, to: number, signal: NodeJS.Signals): void {
  if (!isRunning(target)) return;
  try {
    process.kill(to, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function goneWithin(target: ProcessIdentity, milliseconds: number): Promise<boolean> {
  const end = Date.now() + milliseconds;
  while (isRunning(target)) {
    if (Date.now() > end) return false;
    await sleep(POLL_MS);
  }
  return true;
}
