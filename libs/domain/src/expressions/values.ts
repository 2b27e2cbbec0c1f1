import type { JsonValue } from '../shared/json';
import { ExpressionFault } from './fault';

/** A point in time, in milliseconds since 1970. */
export class Moment {
  constructor(readonly ms: number) {}
}

/** A length of time, in milliseconds. */
export class Span {
  constructor(readonly ms: number) {}
}

export interface ValueMap {
  readonly [member: string]: Value | undefined;
}
/** What an expression computes with: JSON, whole numbers of the expression itself (bigint), and times. */
export type Value = null | boolean | string | number | bigint | Moment | Span | readonly Value[] | ValueMap;

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isMap(value: Value): value is ValueMap {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Moment) &&
    !(value instanceof Span)
  );
}

export function isNumber(value: Value): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** The name of a value's type in a sentence. */
export function typeName(value: Value): string {
  if (value === null) return 'null';
  if (value instanceof Moment) return 'timestamp';
  if (value instanceof Span) return 'duration';
  if (isList(value)) return 'list';
  if (isNumber(value)) return 'number';
  return typeof value === 'object' ? 'map' : typeof value;
}

/** How much an evaluation may still do; the same for every run of the same expression over the same names. */
export class Work {
  constructor(
    private left: number,
    private readonly reason = 'it takes too much work',
  ) {}

  spend(units: number): void {
    this.left -= units;
    if (this.left < 0) throw new ExpressionFault(this.reason);
  }

  spendText(characters: number): void {
    this.spend(characters / 16);
  }
}

/** RFC 3339, or seconds such as `90s`. */
export function textOfTime(time: Moment | Span): string {
  return time instanceof Moment ? new Date(time.ms).toISOString() : `${time.ms / 1000}s`;
}

/** Plain JSON of its own: nothing in it is shared with the names. */
export function toJson(value: Value, work: Work): JsonValue {
  work.spend(1);
  if (typeof value === 'string') work.spendText(value.length);
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Moment || value instanceof Span) return textOfTime(value);
  if (isList(value)) return value.map((item) => toJson(item, work));
  if (!isMap(value)) return value;
  const present = Object.entries(value).filter((entry): entry is [string, Value] => entry[1] !== undefined);
  return Object.fromEntries(present.map(([member, item]) => [member, toJson(item, work)]));
}
