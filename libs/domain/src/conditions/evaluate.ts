import { evaluateTest } from '../expressions/evaluate';
import type { Names } from '../expressions/render';
import { isJsonObject, type JsonValue } from '../shared/json';
import { compare } from './compare';
import type { Condition } from './condition';

/** Whether a condition holds for these names. Bounded by its size. Throws expression_error, for CEL alone. */
export function holds(condition: Condition, names: Names): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, names));
  if ('any' in condition) return condition.any.some((part) => holds(part, names));
  if ('not' in condition) return !holds(condition.not, names);
  if ('cel' in condition) return evaluateTest(condition.cel, names);
  return compare(condition.operator, read(names, condition.field), condition.value);
}

/** What stands at a dotted path, or undefined where it leads into nothing. Own members only. */
export function read(names: Names, path: string): JsonValue | undefined {
  return readPath(names, path.split('.'));
}

/** Like `read`, for a path that is parted already. */
export function readPath(names: Names, path: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = names;
  for (const member of path) {
    if (Array.isArray(value)) value = /^\d+$/.test(member) ? value[Number(member)] : undefined;
    else if (isJsonObject(value) && Object.hasOwn(value, member)) value = value[member];
    else return undefined;
  }
  return value;
}
