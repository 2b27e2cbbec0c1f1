import { checkShape } from '@app/application';
import { isJsonObject, pointerTo, type JsonValue, type Problem, type StepType } from '@app/domain';
import { CONFIG_RULES } from './step-registry';

/** Everything that is wrong with the config of a step. Whether a plan or wallet exists shows when the step runs. */
export function checkStepConfig(type: StepType, config: unknown, pointer: string): Problem[] {
  return [...findExpressions(config as JsonValue, pointer), ...checkRules(type, config, pointer)];
}

function checkRules<T extends StepType>(type: T, config: unknown, pointer: string): Problem[] {
  const { shape, together } = CONFIG_RULES[type];
  const shaped = checkShape(shape, config, pointer);
  return 'value' in shaped ? together(shaped.value, pointer) : shaped.problems;
}

/** Raw braces must never reach a customer as if they were text. */
function findExpressions(value: JsonValue | undefined, pointer: string): Problem[] {
  if (typeof value === 'string')
    return value.includes('{{')
      ? [{ pointer, code: 'unsupported', detail: 'Expressions in {{ }} are not supported yet.' }]
      : [];
  if (!Array.isArray(value) && !isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([member, item]) => findExpressions(item, pointerTo(pointer, member)));
}
