import { DEFINITION_LIMITS } from '../definitions/definition';
import { isJsonObject, type JsonObject } from '../shared/json';
import { pointerTo, type Problem } from '../shared/problem';
import { OPERATORS, type Operator } from './condition';

const FORMS = ['field', 'all', 'any', 'not'] as const;
const VALUELESS: readonly Operator[] = ['exists', 'not_exists'];

/** Everything that is wrong with a condition as a tenant wrote it; none means that it is a `Condition`. */
export function checkCondition(value: unknown, pointer: string, depth = 1): Problem[] {
  if (!isJsonObject(value)) return [problem(pointer, 'wrong_type', 'A condition is an object.')];
  if (depth > DEFINITION_LIMITS.conditionDepth)
    return [problem(pointer, 'too_deep', `Conditions nest at most ${DEFINITION_LIMITS.conditionDepth} deep.`)];
  const forms = FORMS.filter((form) => Object.hasOwn(value, form));
  if (forms.length !== 1) return [formProblem(pointer, forms.length)];
  if ('field' in value) return checkComparison(value, pointer);
  return [...unknownMembers(value, forms, pointer), ...checkCombination(value, pointer, depth)];
}

function formProblem(pointer: string, count: number): Problem {
  const allowed = FORMS;
  return count === 0
    ? { pointer, code: 'required', detail: 'A condition needs one of these members.', allowed }
    : { pointer, code: 'conflicting_members', detail: 'A condition has exactly one of these members.', allowed };
}

function checkCombination(value: JsonObject, pointer: string, depth: number): Problem[] {
  if ('not' in value) return checkCondition(value.not, pointerTo(pointer, 'not'), depth + 1);
  const form = 'all' in value ? 'all' : 'any';
  const parts = value[form];
  const at = pointerTo(pointer, form);
  if (!Array.isArray(parts)) return [problem(at, 'wrong_type', `"${form}" is a list of conditions.`)];
  if (parts.length > DEFINITION_LIMITS.conditions)
    return [problem(at, 'too_many', `"${form}" holds at most ${DEFINITION_LIMITS.conditions} conditions.`)];
  return parts.flatMap((part, index) => checkCondition(part, pointerTo(at, index), depth + 1));
}

function checkComparison(value: JsonObject, pointer: string): Problem[] {
  const { field, operator } = value;
  const problems = unknownMembers(value, ['field', 'operator', 'value'], pointer);
  if (typeof field !== 'string' || !/^[^.\s]+(\.[^.\s]+)*$/.test(field) || field.length > 256)
    problems.push(
      problem(pointerTo(pointer, 'field'), 'pattern', '"field" is a dotted path such as customer.country.'),
    );
  if (!OPERATORS.includes(operator as Operator)) {
    const code = operator === undefined ? 'required' : 'not_one_of';
    return [
      ...problems,
      {
        pointer: pointerTo(pointer, 'operator'),
        code,
        detail: '"operator" is one of the known ones.',
        allowed: OPERATORS,
      },
    ];
  }
  return [...problems, ...checkValue(value, operator as Operator, pointerTo(pointer, 'value'))];
}

function checkValue(comparison: JsonObject, operator: Operator, pointer: string): Problem[] {
  const { value } = comparison;
  if (VALUELESS.includes(operator))
    return value === undefined ? [] : [problem(pointer, 'conflicting_members', `"${operator}" takes no value.`)];
  if (value === undefined) return [problem(pointer, 'required', `"${operator}" needs a value.`)];
  const wantsList = operator === 'in' || operator === 'not_in';
  return wantsList && !Array.isArray(value) ? [problem(pointer, 'wrong_type', `"${operator}" needs a list.`)] : [];
}

function unknownMembers(value: JsonObject, allowed: readonly string[], pointer: string): Problem[] {
  return Object.keys(value)
    .filter((member) => !allowed.includes(member))
    .map((member) => ({
      pointer: pointerTo(pointer, member),
      code: 'unknown_member',
      detail: `"${member}" is not known here.`,
      allowed,
    }));
}

function problem(pointer: string, code: Problem['code'], detail: string): Problem {
  return { pointer, code, detail };
}
