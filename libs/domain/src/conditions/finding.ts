import type { JsonValue } from '../shared/json';

/** Why a condition does not hold: its part that decides, and what it met. Within a `not` also why one does. */
export interface Finding {
  /** JSON Pointer inside the condition; "" is the condition itself. */
  readonly pointer: string;
  /** What was read, or the CEL expression; left out for combined conditions, but not for a `not` of a single one. */
  readonly path?: string;
  /** One of the operators, `cel`, `any`, `not`, or within a `not` also `all`. */
  readonly operator: string;
  /** Of `not`: what was not to be. */
  readonly expected?: JsonValue;
  /** Left out where there is nothing; long values are cut. */
  readonly actual?: JsonValue;
  /** Why an expression could not be evaluated. */
  readonly reason?: string;
  /** Of `any`: why each of its parts does not hold. Of `not`: why its part holds. Of `all`: why each of its parts does. */
  readonly parts?: readonly Finding[];
}

const MOST_CHARACTERS = 500;

export function isFault(finding: Finding): boolean {
  return faultIn(finding) !== undefined;
}

/** The expression that had no value, where that is why. */
export function faultIn(finding: Finding): (Finding & { readonly reason: string }) | undefined {
  const { reason, parts = [] } = finding;
  if (reason !== undefined) return { ...finding, reason };
  return parts.map(faultIn).find((fault) => fault !== undefined);
}

/** Of a single comparison or expression `not` tells itself what it read. */
export function findingOfNot(part: Finding, pointer: string): Finding {
  const { path, expected, actual } = part;
  const single = path !== undefined && part.operator !== 'not';
  const read = { path, ...(expected !== undefined && { expected }), ...(actual !== undefined && { actual }) };
  return { pointer, operator: 'not', ...(single && read), parts: [part] };
}

/** Decisions are kept: a whole document in a field must not be kept with each. */
export function cut(value: JsonValue): JsonValue {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text.length <= MOST_CHARACTERS) return value;
  return `${text.slice(0, MOST_CHARACTERS).toWellFormed()}…`;
}
