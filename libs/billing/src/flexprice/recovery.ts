import { setTimeout as sleep } from 'node:timers/promises';
import type { Tried } from './remote-effects';

const PAUSE_MS = 500;

/** Looks for what an earlier attempt may have made; "nothing" is believed only once that attempt is surely over. */
export async function recover<T>(
  { isFirst, settlesAt }: Pick<Tried, 'isFirst' | 'settlesAt'>,
  search: () => Promise<T | undefined>,
): Promise<T | undefined> {
  if (isFirst) return undefined;
  for (;;) {
    const found = await search();
    if (found !== undefined || Date.now() > settlesAt.getTime()) return found;
    await sleep(PAUSE_MS);
  }
}
