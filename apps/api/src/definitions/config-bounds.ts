import { DEFINITION_LIMITS, holdsMoreThan, pointerTo, type JsonValue, type Problem } from '@app/domain';

/** Whether a config is too large to be looked into. */
export function isTooLarge(config: JsonValue | undefined): boolean {
  return holdsMoreThan(DEFINITION_LIMITS.configValues, config);
}

/** What exceeds the bounds of a config: too many values in all, or places that lie too deep. */
export function boundProblems(config: JsonValue | undefined, pointer: string): Problem[] {
  const { configValues } = DEFINITION_LIMITS;
  if (!isTooLarge(config)) return depthProblems(config, pointer);
  return [{ pointer, code: 'too_many', detail: `A config holds at most ${configValues} values.` }];
}

/** The config itself is level 1. */
function depthProblems(value: JsonValue | undefined, pointer: string, depth = 1): Problem[] {
  if (typeof value !== 'object' || value === null) return [];
  const { configDepth } = DEFINITION_LIMITS;
  if (depth > configDepth)
    return [{ pointer, code: 'too_deep', detail: `A config nests at most ${configDepth} levels deep.` }];
  return Object.entries<JsonValue | undefined>(value as Record<string, JsonValue>).flatMap(([name, item]) =>
    depthProblems(item, pointerTo(pointer, name), depth + 1),
  );
}
