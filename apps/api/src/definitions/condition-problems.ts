import {
  checkCondition,
  countConditions,
  DEFINITION_LIMITS,
  type ConditionPlace,
  type JsonValue,
  type Problem,
} from '@app/domain';

export type PlacedCondition = readonly [pointer: string, condition: JsonValue | undefined];

/** Whether conditions that stand together hold too many comparisons to be looked into. */
export function areTooMany(conditions: readonly PlacedCondition[]): boolean {
  const count = conditions.reduce((sum, [, condition]) => sum + countConditions(condition), 0);
  return count > DEFINITION_LIMITS.conditions;
}

/** What is wrong with the conditions at one place; CEL apart, which is checked with all other expressions. */
export function conditionProblems(conditions: readonly PlacedCondition[], place: ConditionPlace): Problem[] {
  const [first] = conditions;
  if (!first || !areTooMany(conditions))
    return conditions.flatMap(([pointer, condition]) => checkCondition(condition, pointer, place));
  const detail = `At most ${DEFINITION_LIMITS.conditions} conditions stand together, nested ones included.`;
  return [{ pointer: first[0], code: 'too_many', detail }];
}
