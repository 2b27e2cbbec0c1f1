import { pointerTo, type JsonValue } from '@app/domain';
import type { Unreadable } from './unreadable';

const MAX_DEPTH = 64;
const NUL = '\u0000';

interface Place {
  readonly value: JsonValue | undefined;
  readonly pointer: string;
  readonly depth: number;
}

/** What a JSON document holds that cannot be kept: too many levels, NUL characters, halves of surrogate pairs. */
export function findUnstorable(document: JsonValue): Unreadable | undefined {
  // A list of places instead of recursion: the nesting is the producer's choice.
  const places: Place[] = [{ value: document, pointer: '', depth: 1 }];
  for (let place = places.pop(); place; place = places.pop()) {
    const { value, pointer, depth } = place;
    if (isUnstorable(value)) return { reason: 'A text holds a NUL or half a character.', pointer };
    if (typeof value !== 'object' || value === null) continue;
    if (depth > MAX_DEPTH) return { reason: `The value nests over ${MAX_DEPTH} levels deep.`, pointer };
    for (const [name, item] of Object.entries(value) as [string, JsonValue | undefined][]) {
      if (isUnstorable(name)) return { reason: 'A name holds a NUL or half a character.', pointer };
      places.push({ value: item, pointer: pointerTo(pointer, name), depth: depth + 1 });
    }
  }
  return undefined;
}

function isUnstorable(value: unknown): boolean {
  return typeof value === 'string' && (value.includes(NUL) || !value.isWellFormed());
}
