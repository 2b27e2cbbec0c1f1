import type { Names } from '../expressions/render';
import { DomainError } from '../shared/domain-error';
import type { Condition } from './condition';
import { faultIn } from './finding';
import { testOf } from './test-condition';

/**
 * Whether a condition holds for these names. Bounded by its size and the work of its expressions together.
 * @param pointer where it stands, for the error
 * @throws expression_error where it depends on an expression without a value
 */
export function holds(condition: Condition, names: Names, pointer = ''): boolean {
  const finding = testOf(condition, undefined, pointer)(names);
  const fault = finding && faultIn(finding);
  if (!fault) return finding === undefined;
  const details = { expression: fault.path ?? '', pointer: fault.pointer };
  throw new DomainError('expression_error', fault.reason, details);
}
