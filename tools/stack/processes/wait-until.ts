import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 50;

/** Asks until the answer is yes; false when it is not within that time. A question that fails counts as no. */
export async function waitUntil(question: () => Promise<boolean>, milliseconds: number): Promise<boolean> {
  const end = Date.now() + milliseconds;
  for (;;) {
    if (await question().catch(() => false)) return true;
    if (Date.now() > end) return false;
    await sleep(POLL_MS);
  }
}
