import type { Names } from '../expressions/render';
import { isJsonObject, type JsonValue } from '../shared/json';

/** What stands at a path, or undefined where it leads into nothing. Own members only. */
export function readPath(names: Names, path: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = names;
  for (const member of path) {
    if (Array.isArray(value)) value = /^\d+$/.test(member) ? value[Number(member)] : undefined;
    else if (isJsonObject(value) && Object.hasOwn(value, member)) value = value[member];
    else return undefined;
  }
  return value;
}
