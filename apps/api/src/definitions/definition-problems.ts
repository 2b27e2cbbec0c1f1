import { checkShape } from '@app/application';
import {
  checkDefinition,
  DEFINITION_LIMITS,
  isJsonObject,
  pointerTo,
  TRIGGER_TYPES,
  type JsonObject,
  type JsonValue,
  type Problem,
  type Step,
  type Trigger,
} from '@app/domain';
import { conditionProblems } from './condition-problems';
import { DefinitionRequestDto, TriggerRequestDto } from './definition-request.dto';
import { retryPolicyProblems, stepProblems } from './step-problems';

/** Everything that is wrong with a definition as a tenant wrote it, at once (PRD UC-1, EC-6). */
export function definitionProblems(body: JsonValue | undefined): Problem[] {
  const { problems } = checkShape(DefinitionRequestDto, body);
  if (!isJsonObject(body)) return problems;
  const steps = Array.isArray(body.steps) && body.steps.length <= DEFINITION_LIMITS.steps ? body.steps : [];
  return [
    ...problems,
    ...triggerProblems(body.trigger),
    ...steps.flatMap((step, index) => stepProblems(step, pointerTo('/steps', index))),
    ...retryPolicyProblems(body.retry_policy, '/retry_policy'),
    ...(body.on_failure === 'compensate' ? [unsupported('/on_failure', 'Compensation', ['stop'])] : []),
    ...checkDefinition({ trigger: readTrigger(body.trigger), steps: readSteps(steps) }),
  ];
}

function triggerProblems(trigger: JsonValue | undefined): Problem[] {
  if (!isJsonObject(trigger)) return [];
  const { type, schedule, conditions } = trigger;
  const parts = Array.isArray(conditions) && conditions.length <= DEFINITION_LIMITS.conditions ? conditions : [];
  const built = TRIGGER_TYPES.filter((known) => known !== 'scheduled');
  return [
    ...checkShape(TriggerRequestDto, trigger, '/trigger').problems,
    ...parts.flatMap((part, index) => conditionProblems(part, pointerTo('/trigger/conditions', index))),
    ...(type === 'scheduled' ? [unsupported('/trigger/type', 'A trigger of type scheduled', built)] : []),
    ...(schedule === undefined ? [] : [unsupported('/trigger/schedule', 'A schedule')]),
  ];
}

function unsupported(pointer: string, what: string, allowed?: readonly string[]): Problem {
  return { pointer, code: 'unsupported', detail: `${what} is not supported yet.`, ...(allowed && { allowed }) };
}

/** As much of the trigger as can be read; what cannot is told by its shape and must not be told twice. */
function readTrigger(trigger: JsonValue | undefined): Trigger {
  const { type, event_name, conditions }: JsonObject = isJsonObject(trigger) ? trigger : {};
  const known = TRIGGER_TYPES.find((one) => one === type);
  if (!known) return { type: 'manual' };
  return {
    type: known,
    ...(event_name !== undefined && { eventName: typeof event_name === 'string' ? event_name : '' }),
    ...(conditions !== undefined && { conditions: [] }),
  };
}

/** As much of the steps as the rules on the whole need; none when a step cannot even be named. */
function readSteps(steps: readonly JsonValue[]): Step[] {
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
