import { evaluateTest } from '../expressions/evaluate';
import type { Names } from '../expressions/render';
import { DomainError } from '../shared/domain-error';
import type { JsonValue } from '../shared/json';
import { pointerTo } from '../shared/problem';
import { compare } from './compare';
import type { Comparison, Condition } from './condition';
import { readPath } from './evaluate';

/** Why a condition does not hold: its part that decides, and what it met. */
export interface Finding {
  /** JSON Pointer inside the condition; "" is the condition itself. */
  readonly pointer: string;
  /** What was read, or the CEL expression; left out for combined conditions. */
  readonly path?: string;
  /** One of the operators, `cel`, `any` or `not`. */
  readonly operator: string;
  readonly expected?: JsonValue;
  /** Left out where there is nothing; long values are cut. */
  readonly actual?: JsonValue;
  /** Why an expression could not be evaluated. */
  readonly reason?: string;
  /** Of `any`: why each of its parts does not hold. */
  readonly parts?: readonly Finding[];
}

/** A condition made ready once for many evaluations; gives undefined where it holds. Never throws. */
export type Test = (names: Names) => Finding | undefined;

const MOST_CHARACTERS = 500;

/** @param root what a path is read inside that begins with none of `roots`; without it every path has its root */
export function testOf(condition: Condition, root?: { inside: string; unless: readonly string[] }, pointer = ''): Test {
  const part = (inner: Condition, ...names: (string | number)[]): Test =>
    testOf(inner, root, pointerTo(pointer, ...names));
  if ('all' in condition) return firstOf(condition.all.map((inner, index) => part(inner, 'all', index)));
  if ('any' in condition)
    return noneOf(
      condition.any.map((inner, index) => part(inner, 'any', index)),
      pointer,
    );
  if ('not' in condition) return negated(part(condition.not, 'not'), pointer);
  if ('cel' in condition) return celTest(condition.cel, pointer);
  return comparison(condition, root, pointer);
}

function comparison({ field, operator, value }: Comparison, root: Parameters<typeof testOf>[1], pointer: string): Test {
  const members = field.split('.');
  const path = root && !root.unless.includes(members[0] ?? '') ? [root.inside, ...members] : members;
  const missed = { pointer, path: field, operator, ...(value !== undefined && { expected: value }) };
  return (names) => {
    const actual = readPath(names, path);
    if (compare(operator, actual, value)) return undefined;
    return actual === undefined ? missed : { ...missed, actual: cut(actual) };
  };
}

/** An expression that finds no value does not hold, and says why. */
function celTest(cel: string, pointer: string): Test {
  const finding = { pointer, path: cel, operator: 'cel', expected: true };
  return (names) => {
    try {
      return evaluateTest(cel, names) ? undefined : { ...finding, actual: false };
    } catch (error) {
      if (error instanceof DomainError && error.code === 'expression_error')
        return { ...finding, reason: error.message };
      throw error;
    }
  };
}

function firstOf(tests: readonly Test[]): Test {
  return (names) => {
    for (const test of tests) {
      const finding = test(names);
      if (finding) return finding;
    }
    return undefined;
  };
}

function noneOf(tests: readonly Test[], pointer: string): Test {
  return (names) => {
    const parts: Finding[] = [];
    for (const test of tests) {
      const finding = test(names);
      if (!finding) return undefined;
      parts.push(finding);
    }
    return { pointer, operator: 'any', parts };
  };
}

/** What cannot be evaluated holds neither way. */
function negated(test: Test, pointer: string): Test {
  return (names) => {
    const finding = test(names);
    if (finding && isFault(finding)) return finding;
    return finding ? undefined : { pointer, operator: 'not' };
  };
}

function isFault({ reason, parts = [] }: Finding): boolean {
  return reason !== undefined || parts.some(isFault);
}

/** Decisions are kept: a whole document in a field must not be kept with each. */
function cut(value: JsonValue): JsonValue {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text.length <= MOST_CHARACTERS) return value;
  return `${text.slice(0, MOST_CHARACTERS).toWellFormed()}…`;
}
