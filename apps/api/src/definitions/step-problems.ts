import { checkShape } from '@app/application';
import { isJsonObject, pointerTo, STEP_TYPES, type JsonValue, type Problem, type StepType } from '@app/domain';
import { checkStepConfig } from '@app/steps';
import { conditionProblems } from './condition-problems';
import { depthProblems } from './config-depth';
import { RetryPolicyRequestDto, StepRequestDto } from './definition-request.dto';

/** Everything that is wrong with one step on its own. */
export function stepProblems(step: JsonValue | undefined, pointer: string): Problem[] {
  const { problems } = checkShape(StepRequestDto, step, pointer);
  if (!isJsonObject(step)) return problems;
  return [
    ...problems,
    ...configProblems(step.type, step.config, pointerTo(pointer, 'config')),
    ...(isJsonObject(step.condition) ? conditionProblems(step.condition, pointerTo(pointer, 'condition')) : []),
    ...retryPolicyProblems(step.retry_policy, pointerTo(pointer, 'retry_policy')),
    ...repeatedDependencies(step.depends_on, pointerTo(pointer, 'depends_on')),
  ];
}

/** A policy that is no object is the problem of whoever holds it. */
export function retryPolicyProblems(policy: JsonValue | undefined, pointer: string): Problem[] {
  return isJsonObject(policy) ? checkShape(RetryPolicyRequestDto, policy, pointer).problems : [];
}

function configProblems(type: JsonValue | undefined, config: JsonValue | undefined, pointer: string): Problem[] {
  if (!isJsonObject(config)) return [];
  const tooDeep = depthProblems(config, pointer);
  // Rules of a type are asked only of what has one, and of what is not too deep to walk.
  return tooDeep.length > 0 || !isStepType(type) ? tooDeep : checkStepConfig(type, config, pointer);
}

function isStepType(type: unknown): type is StepType {
  return STEP_TYPES.includes(type as StepType);
}

function repeatedDependencies(ids: JsonValue | undefined, pointer: string): Problem[] {
  if (!Array.isArray(ids)) return [];
  return ids.flatMap((id, index): Problem[] =>
    typeof id === 'string' && ids.indexOf(id) < index
      ? [{ pointer: pointerTo(pointer, index), code: 'conflicting_members', detail: `"${id}" is named twice.` }]
      : [],
  );
}
