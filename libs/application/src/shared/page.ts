/** A window of a list, newest first. */
export interface Page {
  readonly limit: number;
  readonly offset: number;
}

export interface PageOf<T> {
  readonly items: readonly T[];
  /** How many there are in all. */
  readonly total: number;
}
