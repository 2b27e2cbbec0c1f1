import {
  DEFINITION_LIMITS,
  isJsonObject,
  TRIGGER_TYPES,
  type JsonObject,
  type JsonValue,
  type Step,
  type Trigger,
} from '@app/domain';

/** The steps of a body as they came; none where the list itself is refused. */
export function rawSteps({ steps }: JsonObject): readonly JsonValue[] {
  return Array.isArray(steps) && steps.length <= DEFINITION_LIMITS.steps ? steps : [];
}

/** As much of the trigger as can be read; what cannot is told by its shape and must not be told twice. */
export function readTrigger(trigger: JsonValue | undefined): Trigger {
  const { type, event_name, conditions, schedule }: JsonObject = isJsonObject(trigger) ? trigger : {};
  const known = TRIGGER_TYPES.find((one) => one === type);
  if (!known) return { type: 'manual' };
  return {
    type: known,
    ...(event_name !== undefined && { eventName: typeof event_name === 'string' ? event_name : '' }),
    ...(conditions !== undefined && { conditions: [] }),
    ...(schedule !== undefined && { schedule: { cron: '' } }),
  };
}

/** As much of the steps as the rules on the whole need; none when a step cannot even be named. */
export function readSteps(steps: readonly JsonValue[]): Step[] {
  const read = steps.map((step, index) => (isJsonObject(step) ? readStep(step, index) : undefined));
  return read.every((step) => step !== undefined) ? read : [];
}

function readStep({ id, order, depends_on: dependsOn }: JsonObject, index: number): Step | undefined {
  if (typeof id !== 'string') return undefined;
  const isList = Array.isArray(dependsOn) && dependsOn.length <= DEFINITION_LIMITS.steps;
  const names = isList ? dependsOn.filter((name) => typeof name === 'string') : undefined;
  return {
    id,
    order: typeof order === 'number' ? order : index + 1,
    type: 'assign_plan',
    config: {},
    ...(names && { dependsOn: names }),
  };
}
