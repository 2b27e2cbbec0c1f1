import { compareDecimals, isDecimal } from '../shared/decimal';
import { isJsonObject, type JsonValue } from '../shared/json';
import type { Operator } from './condition';

type Values = readonly [actual: JsonValue | undefined, expected: JsonValue | undefined];

const TABLE: Readonly<Record<Operator, (...values: Values) => boolean>> = {
  eq: isEqual,
  neq: (actual, expected) => !isEqual(actual, expected),
  gt: (actual, expected) => ordered(actual, expected, (sign) => sign > 0),
  gte: (actual, expected) => ordered(actual, expected, (sign) => sign >= 0),
  lt: (actual, expected) => ordered(actual, expected, (sign) => sign < 0),
  lte: (actual, expected) => ordered(actual, expected, (sign) => sign <= 0),
  in: isIn,
  not_in: (actual, expected) => !isIn(actual, expected),
  contains,
  not_contains: (actual, expected) => !contains(actual, expected),
  starts_with: (actual, expected) => bothText(actual, expected, (a, b) => a.startsWith(b)),
  ends_with: (actual, expected) => bothText(actual, expected, (a, b) => a.endsWith(b)),
  exists: (actual) => actual !== undefined,
  not_exists: (actual) => actual === undefined,
};

/** Applies one operator. `undefined` is "not there": only the negative operators and `not_exists` hold for it. */
export function compare(operator: Operator, actual: JsonValue | undefined, expected: JsonValue | undefined): boolean {
  return TABLE[operator](actual, expected);
}

/** Numbers and decimal strings are equal as decimals, everything else by type and content. */
function isEqual(...[actual, expected]: Values): boolean {
  if (actual === undefined || expected === undefined) return false;
  if (actual === expected) return true;
  if (isNumeric(actual, expected)) return compareDecimals(actual as number, expected as number) === 0;
  if (Array.isArray(actual) && Array.isArray(expected))
    return actual.length === expected.length && actual.every((item, index) => isEqual(item, expected[index]));
  if (isJsonObject(actual) && isJsonObject(expected)) {
    const members = Object.keys(actual);
    return (
      members.length === Object.keys(expected).length &&
      members.every((member) => Object.hasOwn(expected, member) && isEqual(actual[member], expected[member]))
    );
  }
  return false;
}

/** Decimals against decimals and text against text; anything else is never ordered. */
function ordered(...[actual, expected, holds]: [...Values, (sign: number) => boolean]): boolean {
  if (isNumeric(actual, expected)) return holds(compareDecimals(actual as number, expected as number));
  return bothText(actual, expected, (a, b) => holds(a < b ? -1 : Number(a > b)));
}

/** Two decimal strings are compared as decimals too: amounts travel as strings. */
function isNumeric(...values: Values): boolean {
  return values.every(isDecimal);
}

function isIn(...[actual, expected]: Values): boolean {
  return Array.isArray(expected) && expected.some((item) => isEqual(actual, item));
}

function contains(...[actual, expected]: Values): boolean {
  if (Array.isArray(actual)) return actual.some((item) => isEqual(item, expected));
  return bothText(actual, expected, (a, b) => a.includes(b));
}

function bothText(...[actual, expected, holds]: [...Values, (a: string, b: string) => boolean]): boolean {
  return typeof actual === 'string' && typeof expected === 'string' && holds(actual, expected);
}
