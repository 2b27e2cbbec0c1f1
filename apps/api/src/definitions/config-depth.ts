import { DEFINITION_LIMITS, pointerTo, type JsonValue, type Problem } from '@app/domain';

/** The places of a step's config that lie too deep; the config itself is level 1. */
export function depthProblems(value: JsonValue | undefined, pointer: string, depth = 1): Problem[] {
  if (typeof value !== 'object' || value === null) return [];
  const { configDepth } = DEFINITION_LIMITS;
  if (depth > configDepth)
    return [{ pointer, code: 'too_deep', detail: `A config nests at most ${configDepth} levels deep.` }];
  return Object.entries<JsonValue | undefined>(value as Record<string, JsonValue>).flatMap(([name, item]) =>
    depthProblems(item, pointerTo(pointer, name), depth + 1),
  );
}
