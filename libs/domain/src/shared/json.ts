export type JsonPrimitive = string | number | boolean | null;
export type JsonValue = JsonPrimitive | JsonValue[] | JsonObject;
export interface JsonObject {
  [member: string]: JsonValue | undefined;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The size of a value's JSON in UTF-8. */
export function jsonBytes(value: JsonValue): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}

/** Whether a value holds more than so many values, itself included. Looks at no more than that. */
export function holdsMoreThan(most: number, value: JsonValue | undefined): boolean {
  const found = [value];
  for (let index = 0; index < found.length && found.length <= most; index++) {
    const next = found[index];
    if (typeof next !== 'object' || next === null) continue;
    const items = Array.isArray(next) ? next : Object.values(next);
    if (found.length + items.length > most) return true;
    found.push(...items);
  }
  return found.length > most;
}

/** Whether two JSON values say the same, whatever the order of their members; an undefined member is none. */
export function sameJson(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((item, index) => sameJson(item, right[index]));
  if (!isJsonObject(left) || !isJsonObject(right)) return left === right;
  return membersOf(left, right).every((member) => sameJson(ownMember(left, member), ownMember(right, member)));
}

function membersOf(...objects: JsonObject[]): string[] {
  return objects.flatMap((object) => Object.keys(object));
}

function ownMember(object: JsonObject, member: string): JsonValue | undefined {
  return Object.hasOwn(object, member) ? object[member] : undefined;
}
