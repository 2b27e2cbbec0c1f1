import type { SourceName } from '../types.ts';

/** The order of the search: what people chose first, what costs a download last. */
export const SOURCE_ORDER = ['path', 'cache', 'docker', 'package'] as const satisfies readonly SourceName[];

export type Finder<T> = () => Promise<T | undefined>;
export type Finders<T> = Record<(typeof SOURCE_ORDER)[number], Finder<T>>;

/** Asks one source after the other; a later one is not even asked once an earlier one has it. */
export async function findFirst<T>(finders: Finders<T>): Promise<T | undefined> {
  for (const source of SOURCE_ORDER) {
    const found = await finders[source]();
    if (found !== undefined) return found;
  }
  return undefined;
}
