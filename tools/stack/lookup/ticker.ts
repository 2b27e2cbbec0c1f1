import type { Progress } from '../types.ts';

const EVERY_MS = 2000;

/** Says what is going on every two seconds until the work is done. */
export async function withTicker<T>(
  onProgress: Progress,
  what: string,
  detail: () => string,
  work: Promise<T>,
): Promise<T> {
  const start = Date.now();
  onProgress(`${what} …`);
  const say = () =>
    onProgress([what, `${Math.round((Date.now() - start) / 1000)} s`, detail()].filter(Boolean).join(', '));
  const timer = setInterval(say, EVERY_MS);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}
