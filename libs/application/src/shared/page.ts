/** A window of a list, newest first. */
export interface Page {
  readonly limit: number;
  readonly offset: number;
}

/** Where an item stands in a list that is ordered by time and id, and how long the list was when it was first read. */
export interface Place {
  readonly createdAt: Date;
  readonly id: string;
  readonly total: number;
}

/** A page of a list that may be long: by offset, or behind a place, which costs the same however deep it lies. */
export interface DeepPage extends Page {
  readonly after?: Place;
}

export interface PageOf<T> {
  readonly items: readonly T[];
  /** How many there are in all. */
  readonly total: number;
}

export interface DeepPageOf<T> extends PageOf<T> {
  /** Where the next page begins; absent on the last one. */
  readonly next?: Place;
}

/** @param found up to one more than the page holds, which shows that there is a next one */
export function deepPage<T extends Omit<Place, 'total'>>(
  found: readonly T[],
  { limit }: Page,
  total: number,
): DeepPageOf<T> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  if (!last || found.length <= limit) return { items, total };
  return { items, total, next: { createdAt: last.createdAt, id: last.id, total } };
}
