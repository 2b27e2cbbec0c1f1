import { checkShape } from '@app/application';
import { hasTemplate, isJsonObject, type JsonObject, type JsonValue, type Problem, type StepType } from '@app/domain';
import { CONFIG_RULES } from './step-registry';

/** Said of a member whatever its value will be once its expressions have one. */
const OF_NAMES: readonly Problem['code'][] = ['unknown_member', 'required', 'conflicting_members', 'too_many'];

/**
 * Everything that is wrong with the config of a step but its expressions. What an expression will give is checked when
 * the step runs, and so is whether a plan or wallet exists.
 */
export function checkStepConfig(type: StepType, config: JsonObject, pointer: string): Problem[] {
  const problems = checkRules(type, config, pointer);
  return problems.filter(
    ({ code, pointer: at }) => OF_NAMES.includes(code) || !isRendered(config, at.slice(pointer.length)),
  );
}

function checkRules<T extends StepType>(type: T, config: JsonObject, pointer: string): Problem[] {
  const { shape, together } = CONFIG_RULES[type];
  const shaped = checkShape(shape, config, pointer);
  const isSound = 'value' in shaped || !shaped.problems.some(({ code }) => OF_NAMES.includes(code));
  return [...shaped.problems, ...(isSound ? together(config as never, pointer) : [])];
}

/** Whether the value at a place, or anything in it, holds an expression. */
function isRendered(config: JsonObject, place: string): boolean {
  let value: JsonValue | undefined = config;
  for (const member of place.split('/').slice(1)) {
    if (!isJsonObject(value) && !Array.isArray(value)) return false;
    value = (value as JsonObject)[member.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return holdsTemplate(value);
}

function holdsTemplate(value: JsonValue | undefined): boolean {
  if (Array.isArray(value) || isJsonObject(value)) return Object.values(value).some((item) => holdsTemplate(item));
  return hasTemplate(value);
}
