import { boundsOf, evaluateTest, type Bounds } from '../expressions/evaluate';
import type { Names } from '../expressions/render';
import { DomainError } from '../shared/domain-error';
import { pointerTo } from '../shared/problem';
import { compare } from './compare';
import type { Comparison, Condition } from './condition';
import { readPath } from './read-path';
import { cut, findingOfNot, isFault, type Finding } from './finding';

/** A condition made ready once for many evaluations; gives undefined where it holds. Never throws. */
export type Test = (names: Names) => Finding | undefined;

/** The expressions of one condition share their bounds. */
type BoundTest = (names: Names, bounds: Bounds) => Finding | undefined;

interface Ready {
  readonly test: BoundTest;
  /** Why it holds, asked only where it does: for what stands around it and so does not. */
  readonly proof: (names: Names, bounds: Bounds) => Finding;
}

/** What a path is read inside that begins with none of `unless`; without it every path has its root. */
type Root = { readonly inside: string; readonly unless: readonly string[] } | undefined;

/** @param pointer where the condition stands, for what it finds */
export function testOf(condition: Condition, root?: Root, pointer = ''): Test {
  const { test } = ready(condition, root, pointer);
  return (names) => test(names, boundsOf());
}

function ready(condition: Condition, root: Root, pointer: string): Ready {
  const parts = (inner: readonly Condition[], name: string): Ready[] =>
    inner.map((one, index) => ready(one, root, pointerTo(pointer, name, index)));
  if ('all' in condition) return every(parts(condition.all, 'all'), pointer);
  if ('any' in condition) return some(parts(condition.any, 'any'), pointer);
  if ('not' in condition) return negated(ready(condition.not, root, pointerTo(pointer, 'not')), pointer);
  if ('cel' in condition) return expression(condition.cel, pointer);
  return comparison(condition, root, pointer);
}

function comparison({ field, operator, value }: Comparison, root: Root, pointer: string): Ready {
  const members = field.split('.');
  const path = root && !root.unless.includes(members[0] ?? '') ? [root.inside, ...members] : members;
  const asked = { pointer, path: field, operator, ...(value !== undefined && { expected: value }) };
  const proof = (names: Names): Finding => {
    const actual = readPath(names, path);
    return actual === undefined ? asked : { ...asked, actual: cut(actual) };
  };
  return { proof, test: (names) => (compare(operator, readPath(names, path), value) ? undefined : proof(names)) };
}

/** An expression that finds no value does not hold, and says why. */
function expression(cel: string, pointer: string): Ready {
  const asked = { pointer, path: cel, operator: 'cel', expected: true };
  const test: BoundTest = (names, bounds) => {
    try {
      return evaluateTest(cel, names, pointer, bounds) ? undefined : { ...asked, actual: false };
    } catch (error) {
      if (error instanceof DomainError && error.code === 'expression_error') return { ...asked, reason: error.message };
      throw error;
    }
  };
  return { test, proof: () => ({ ...asked, actual: true }) };
}

function every(parts: readonly Ready[], pointer: string): Ready {
  return {
    test: (names, bounds) => {
      for (const { test } of parts) {
        const finding = test(names, bounds);
        if (finding) return finding;
      }
      return undefined;
    },
    proof: (names, bounds) => ({ pointer, operator: 'all', parts: parts.map(({ proof }) => proof(names, bounds)) }),
  };
}

function some(parts: readonly Ready[], pointer: string): Ready {
  const test: BoundTest = (names, bounds) => {
    const findings: Finding[] = [];
    for (const part of parts) {
      const finding = part.test(names, bounds);
      if (!finding) return undefined;
      findings.push(finding);
    }
    return { pointer, operator: 'any', parts: findings };
  };
  const proof = (names: Names, bounds: Bounds): Finding => {
    const decisive = parts.filter((part) => part.test(names, bounds) === undefined).slice(0, 1);
    return { pointer, operator: 'any', parts: decisive.map((part) => part.proof(names, bounds)) };
  };
  return { test, proof };
}

/** What cannot be evaluated holds neither way. */
function negated(part: Ready, pointer: string): Ready {
  return {
    test: (names, bounds) => {
      const finding = part.test(names, bounds);
      if (finding && isFault(finding)) return finding;
      return finding ? undefined : findingOfNot(part.proof(names, bounds), pointer);
    },
    proof: (names, bounds) => findingOfNot(part.test(names, bounds) ?? part.proof(names, bounds), pointer),
  };
}
