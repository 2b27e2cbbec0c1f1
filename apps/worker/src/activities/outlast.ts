import { setTimeout as sleep } from 'node:timers/promises';
import { StorageAway } from '@app/domain';

const FIRST_PAUSE_MS = 250;
const LAST_PAUSE_MS = 2000;

/**
 * Does work again for as long as only our own database is away: its failover is none of the attempts that a tenant has
 * allowed. The work must be idempotent.
 * @param patienceMs after that it fails like any other work
 */
export async function outlast<T>(work: () => Promise<T>, patienceMs: number): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LAST_PAUSE_MS)) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StorageAway) || performance.now() + pause > deadline) throw error;
    }
    await sleep(pause);
  }
}
