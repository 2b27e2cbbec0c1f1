import { checkShape } from '@app/application';
import {
  DEFINITION_LIMITS,
  isJsonObject,
  pointerTo,
  STEP_TYPES,
  type ConditionPlace,
  type JsonValue,
  type Problem,
  type StepType,
} from '@app/domain';
import { checkStepConfig } from '@app/steps';
import { conditionProblems } from './condition-problems';
import { boundProblems } from './config-bounds';
import { RetryPolicyRequestDto } from './retry-policy-request.dto';
import { StepRequestDto } from './step-request.dto';

/** Everything that is wrong with one step on its own, its expressions apart. */
export function stepProblems(step: JsonValue | undefined, pointer: string, place: ConditionPlace): Problem[] {
  const { problems } = checkShape(StepRequestDto, step, pointer);
  if (!isJsonObject(step)) return problems;
  const { condition } = step;
  return [
    ...problems,
    ...configProblems(step.type, step.config, pointerTo(pointer, 'config')),
    ...(isJsonObject(condition) ? conditionProblems([[pointerTo(pointer, 'condition'), condition]], place) : []),
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
  const exceeded = boundProblems(config, pointer);
  // Rules of a type are asked only of what has one, and of what is not too large to walk.
  return exceeded.length > 0 || !isStepType(type) ? exceeded : checkStepConfig(type, config, pointer);
}

function isStepType(type: unknown): type is StepType {
  return STEP_TYPES.includes(type as StepType);
}

function repeatedDependencies(ids: JsonValue | undefined, pointer: string): Problem[] {
  if (!Array.isArray(ids) || ids.length > DEFINITION_LIMITS.steps) return [];
  const seen = new Set<JsonValue>();
  return ids.flatMap((id, index): Problem[] => {
    const isFirst = typeof id !== 'string' || !seen.has(id);
    seen.add(id);
    if (isFirst) return [];
    return [{ pointer: pointerTo(pointer, index), code: 'conflicting_members', detail: `"${id}" is named twice.` }];
  });
}
