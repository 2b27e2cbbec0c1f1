import { checkShape } from '@app/application';
import {
  DEFINITION_LIMITS,
  isJsonObject,
  pointerTo,
  type ConditionPlace,
  type JsonValue,
  type Problem,
} from '@app/domain';
import { conditionProblems, type PlacedCondition } from './condition-problems';
import { TriggerRequestDto } from './trigger-request.dto';
import { scheduleProblems } from './schedule-problems';

/** What conditions of a trigger may read: the event alone, since nothing has run. */
export const TRIGGER_PLACE: ConditionPlace = {
  roots: ['trigger', 'event'],
  steps: [],
  earlier: new Set(),
  paths: 'payload',
};

/** Everything that is wrong with a trigger on its own, its expressions apart. */
export function triggerProblems(trigger: JsonValue | undefined): Problem[] {
  if (!isJsonObject(trigger)) return [];
  const { schedule } = trigger;
  return [
    ...checkShape(TriggerRequestDto, trigger, '/trigger').problems,
    ...conditionProblems(conditionsOf(trigger), TRIGGER_PLACE),
    ...(isJsonObject(schedule) ? scheduleProblems(schedule, '/trigger/schedule') : []),
  ];
}

/** The conditions with their places; none where the list itself is refused. */
export function conditionsOf(trigger: JsonValue | undefined): PlacedCondition[] {
  const conditions = isJsonObject(trigger) ? trigger.conditions : undefined;
  if (!Array.isArray(conditions) || conditions.length > DEFINITION_LIMITS.conditions) return [];
  return conditions.map((condition, index) => [pointerTo('/trigger/conditions', index), condition]);
}
