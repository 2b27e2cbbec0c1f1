/** Name → how many arguments it takes. */
export type Arities = Readonly<Record<string, readonly number[]>>;

/** Functions: `size(x)`. */
export const CALLS = {
  ...{ has: [1], size: [1], string: [1], int: [1], double: [1], bool: [1], dyn: [1] },
  ...{ timestamp: [1], duration: [1] },
} as const satisfies Arities;

/** Methods: `x.size()`. */
export const METHODS = {
  ...{ size: [0], startsWith: [1], endsWith: [1], contains: [1], lowerAscii: [0], upperAscii: [0], trim: [0] },
  ...{ indexOf: [1, 2], lastIndexOf: [1, 2], substring: [1, 2], split: [1, 2], join: [0, 1] },
  ...{ getFullYear: [0], getMonth: [0], getDate: [0], getDayOfMonth: [0], getDayOfWeek: [0], getDayOfYear: [0] },
  ...{ getHours: [0], getMinutes: [0], getSeconds: [0], getMilliseconds: [0] },
} as const satisfies Arities;

/** Loops over a list or the keys of a map: `x.all(item, …)`. */
export const LOOPS = {
  ...{ all: [2], exists: [2], exists_one: [2], filter: [2], map: [2, 3] },
} as const satisfies Arities;
