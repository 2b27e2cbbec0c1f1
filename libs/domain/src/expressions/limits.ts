/** Bounds of one expression. */
export const EXPRESSION_LIMITS = {
  characters: 4096,
  nodes: 2000,
  depth: 32,
  /** Work of one evaluation, or of all in one config: a unit is about one operation, or the copying of 16 characters. */
  work: 100_000,
  /** The same for its result: 256 KiB of text, as much as a run may hold. */
  result: 16 * 1024,
} as const;
