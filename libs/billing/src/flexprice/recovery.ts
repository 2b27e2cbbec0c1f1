import { setTimeout as sleep } from 'node:timers/promises';
import type { Tried } from './remote-effects';

/** For so long after a call nobody can say from a search that it has done nothing: replicas and slow calls. */
const UNSETTLED_MS = 3000;
const PAUSE_MS = 500;

/** Looks for what an earlier attempt may have made; "nothing" is believed only some time after that attempt. */
export async function recover<T>(
  { isFirst, triedAt }: Pick<Tried, 'isFirst' | 'triedAt'>,
  search: () => Promise<T | undefined>,
): Promise<T | undefined> {
  if (isFirst) return undefined;
  for (;;) {
    const found = await search();
    if (found !== undefined || Date.now() - triedAt.getTime() > UNSETTLED_MS) return found;
    await sleep(PAUSE_MS);
  }
}
