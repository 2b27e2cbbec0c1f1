export type Nullable<T> = { readonly [Member in keyof T]: T[Member] | null };

/** What a row has no value for, an object has no member for. */
export function present<T extends object>(row: Nullable<T>): T {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as T;
}
