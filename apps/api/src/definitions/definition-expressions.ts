import {
  budgetProblems,
  celIn,
  earlierSteps,
  expressionProblems,
  expressionsIn,
  isJsonObject,
  pointerTo,
  type ConditionPlace,
  type Found,
  type JsonObject,
  type JsonValue,
  type Problem,
  type Step,
} from '@app/domain';
import { areTooMany, type PlacedCondition } from './condition-problems';
import { isTooLarge } from './config-bounds';
import { rawSteps } from './read-body';
import { conditionsOf, TRIGGER_PLACE } from './trigger-problems';

const STEP_ROOTS = ['trigger', 'event', 'steps', 'execution'];

/** What each step may read: the trigger, the run, and the steps that have ended whenever it starts. */
export function placesOf(steps: readonly Step[], count: number): ConditionPlace[] {
  const ids = steps.map(({ id }) => id);
  return Array.from({ length: count }, (_, index) => {
    const step = steps[index];
    return { roots: STEP_ROOTS, steps: ids, earlier: step ? earlierSteps(steps, step) : new Set(), paths: 'rooted' };
  });
}

/** Everything that is wrong with the expressions of a definition: in configs and in conditions. */
export function definitionExpressionProblems(body: JsonObject, places: readonly ConditionPlace[]): Problem[] {
  const ofTrigger = celOf(conditionsOf(body.trigger));
  const ofSteps = rawSteps(body).map((step, index) => expressionsOfStep(step, pointerTo('/steps', index)));
  const exceeded = budgetProblems([...ofTrigger, ...ofSteps.flat()]);
  if (exceeded.length > 0) return exceeded;
  return [
    ...expressionProblems(ofTrigger, TRIGGER_PLACE),
    ...ofSteps.flatMap((found, index) => {
      const place = places[index];
      return place ? expressionProblems(found, place) : [];
    }),
  ];
}

function expressionsOfStep(step: JsonValue, pointer: string): Found[] {
  if (!isJsonObject(step)) return [];
  const { config, condition } = step;
  return [
    ...(isTooLarge(config) ? [] : expressionsIn(config, pointerTo(pointer, 'config'))),
    ...celOf([[pointerTo(pointer, 'condition'), condition]]),
  ];
}

function celOf(conditions: readonly PlacedCondition[]): Found[] {
  return areTooMany(conditions) ? [] : conditions.flatMap(([pointer, condition]) => celIn(condition, pointer));
}
