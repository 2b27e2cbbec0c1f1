import { checkCondition, isJsonObject, pointerTo, type JsonValue, type Problem } from '@app/domain';

/** What is wrong with a condition, the forms that are not built yet included. */
export function conditionProblems(condition: JsonValue | undefined, pointer: string): Problem[] {
  const cel = celPointers(condition, pointer);
  // A condition of an unbuilt form is told by that alone, not by what it lacks of the built ones.
  const others = checkCondition(condition, pointer).filter(
    (problem) => !cel.some((at) => problem.pointer === at || problem.pointer === pointerTo(at, 'cel')),
  );
  return [...others, ...cel.map(unsupported)];
}

function celPointers(condition: JsonValue | undefined, pointer: string): string[] {
  if (!isJsonObject(condition)) return [];
  if (Object.hasOwn(condition, 'cel')) return [pointer];
  const { all, any, not } = condition;
  const lists = Object.entries({ all, any }).flatMap(([form, parts]) =>
    Array.isArray(parts) ? parts.flatMap((part, index) => celPointers(part, pointerTo(pointer, form, index))) : [],
  );
  return [...lists, ...celPointers(not, pointerTo(pointer, 'not'))];
}

function unsupported(pointer: string): Problem {
  const detail = 'CEL expressions are not supported yet; use field, operator and value.';
  return { pointer: pointerTo(pointer, 'cel'), code: 'unsupported', detail };
}
