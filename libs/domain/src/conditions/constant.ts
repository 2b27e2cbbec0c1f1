import { isConstant } from '../expressions/check-expression';
import { boundsOf, evaluateCel } from '../expressions/evaluate';
import type { Condition } from './condition';

/** Enough for what a person writes by mistake; who computes for longer is not warned. */
const CONSTANT_WORK = 200;

/** What a condition always gives, whatever happens; undefined where that depends, or cannot be told beforehand. */
export function constantOf(condition: Condition): boolean | undefined {
  if ('all' in condition) return combined(condition.all.map(constantOf), false);
  if ('any' in condition) return combined(condition.any.map(constantOf), true);
  if ('not' in condition) return negated(constantOf(condition.not));
  if ('cel' in condition) return constantOfCel(condition.cel);
  const isEmptyList = Array.isArray(condition.value) && condition.value.length === 0;
  if (!isEmptyList) return undefined;
  return condition.operator === 'in' ? false : condition.operator === 'not_in' ? true : undefined;
}

/** One part that gives the deciding value decides; otherwise all must be known. */
function combined(parts: readonly (boolean | undefined)[], deciding: boolean): boolean | undefined {
  if (parts.includes(deciding)) return deciding;
  return parts.includes(undefined) ? undefined : !deciding;
}

function negated(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

function constantOfCel(text: string): boolean | undefined {
  try {
    const value = isConstant(text) ? evaluateCel(text, {}, '', boundsOf(CONSTANT_WORK)) : undefined;
    return typeof value === 'boolean' ? value : undefined;
  } catch {
    // It fails, and so gives nothing; that shows where it runs.
    return undefined;
  }
}
