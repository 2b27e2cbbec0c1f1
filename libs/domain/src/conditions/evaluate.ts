import { isJsonObject, type JsonObject, type JsonValue } from '../shared/json';
import { compare } from './compare';
import type { Condition } from './condition';

/** The names that a condition can read, e.g. `{ trigger: {…}, event: {…} }`. */
export type Names = Readonly<Record<string, JsonObject>>;

/** Whether a condition holds for these names. Pure, total, and bounded by the condition's size. */
export function holds(condition: Condition, names: Names): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, names));
  if ('any' in condition) return condition.any.some((part) => holds(part, names));
  if ('not' in condition) return !holds(condition.not, names);
  return compare(condition.operator, read(names, condition.field), condition.value);
}

/** What stands at a dotted path, or undefined where it leads into nothing. Own members only. */
export function read(names: Names, path: string): JsonValue | undefined {
  let value: JsonValue | undefined = names;
  for (const member of path.split('.')) {
    if (Array.isArray(value)) value = /^\d+$/.test(member) ? value[Number(member)] : undefined;
    else if (isJsonObject(value) && Object.hasOwn(value, member)) value = value[member];
    else return undefined;
  }
  return value;
}
