import { setTimeout as sleep } from 'node:timers/promises';

/** Looks until something is there, and fails with a sentence when it does not come. */
export async function waitUntil<T>(what: string, look: () => Promise<T | undefined | false>, seconds = 60): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`Waited ${seconds} s for ${what}.`);
    await sleep(50);
  }
}
