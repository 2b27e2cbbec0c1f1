import { DEFINITION_LIMITS } from '../definitions/definition';
import { pathProblems, type Readable } from '../expressions/check-expression';
import { isJsonObject, type JsonObject, type JsonValue } from '../shared/json';
import { pointerTo, type Problem } from '../shared/problem';
import { OPERATORS, type Operator } from './condition';

const FORMS = ['field', 'all', 'any', 'not', 'cel'] as const;
const VALUELESS: readonly Operator[] = ['exists', 'not_exists'];
const LISTED: readonly Operator[] = ['in', 'not_in'];
const PATH = /^[^.\s]+(\.[^.\s]+)*$/;

/** What a condition may read; `payload`: a path without a root is read inside the trigger's payload. */
export type ConditionPlace = Readable & { readonly paths: 'rooted' | 'payload' };

/**
 * Everything that is wrong with a condition as a tenant wrote it but its CEL, which is checked with the other
 * expressions; none means that it is a `Condition`.
 */
export function checkCondition(value: unknown, pointer: string, place: ConditionPlace, depth = 1): Problem[] {
  const { conditionDepth } = DEFINITION_LIMITS;
  if (!isJsonObject(value)) return [problem(pointer, 'wrong_type', 'A condition is an object.')];
  if (depth > conditionDepth) return [problem(pointer, 'too_deep', `Conditions nest at most ${conditionDepth} deep.`)];
  const forms = FORMS.filter((form) => Object.hasOwn(value, form));
  const [form] = forms;
  if (!form || forms.length > 1) return [formProblem(value, pointer, forms.length)];
  if (form === 'field') return checkComparison(value, pointer, place);
  const unknown = unknownMembers(value, [form], pointer);
  if (form === 'cel') return [...unknown, ...checkCel(value.cel, pointerTo(pointer, 'cel'))];
  return [...unknown, ...checkCombination(value, form, pointer, place, depth)];
}

/** How many comparisons and expressions a condition holds; stops counting above the limit. */
export function countConditions(value: JsonValue | undefined, depth = 1): number {
  if (!isJsonObject(value) || depth > DEFINITION_LIMITS.conditionDepth) return 1;
  const { all, any, not } = value;
  const parts = [all, any].flatMap((list) => (Array.isArray(list) ? list : []));
  if (parts.length > DEFINITION_LIMITS.conditions) return parts.length;
  const inner = not === undefined ? parts : [...parts, not];
  return inner.length === 0 ? 1 : inner.reduce<number>((sum, part) => sum + countConditions(part, depth + 1), 0);
}

function formProblem(value: JsonObject, pointer: string, count: number): Problem {
  const allowed = FORMS;
  if (count > 1)
    return { pointer, code: 'conflicting_members', detail: 'A condition has exactly one of these members.', allowed };
  const [given] = Object.keys(value);
  return { pointer, code: 'required', detail: 'A condition needs one of these members.', allowed, given };
}

function checkCel(text: JsonValue | undefined, pointer: string): Problem[] {
  return typeof text === 'string' ? [] : [problem(pointer, 'wrong_type', '"cel" is the text of an expression.')];
}

function checkCombination(
  value: JsonObject,
  form: 'all' | 'any' | 'not',
  pointer: string,
  place: ConditionPlace,
  depth: number,
): Problem[] {
  const at = pointerTo(pointer, form);
  if (form === 'not') return checkCondition(value.not, at, place, depth + 1);
  const parts = value[form];
  if (!Array.isArray(parts)) return [problem(at, 'wrong_type', `"${form}" is a list of conditions.`)];
  if (parts.length > DEFINITION_LIMITS.conditions)
    return [problem(at, 'too_many', `"${form}" holds at most ${DEFINITION_LIMITS.conditions} conditions.`)];
  return parts.flatMap((part, index) => checkCondition(part, pointerTo(at, index), place, depth + 1));
}

function checkComparison(value: JsonObject, pointer: string, place: ConditionPlace): Problem[] {
  const { operator } = value;
  const known = OPERATORS.find((one) => one === operator);
  return [
    ...unknownMembers(value, ['field', 'operator', 'value'], pointer),
    ...checkField(value.field, pointerTo(pointer, 'field'), place),
    ...(known
      ? checkValue(value, known, pointerTo(pointer, 'value'))
      : [operatorProblem(operator, pointerTo(pointer, 'operator'))]),
  ];
}

function checkField(field: JsonValue | undefined, pointer: string, place: ConditionPlace): Problem[] {
  if (typeof field !== 'string' || field.length > 256 || !PATH.test(field))
    return [problem(pointer, 'pattern', '"field" is a dotted path such as trigger.customer.country.')];
  if (place.paths === 'payload') return [];
  return pathProblems({ members: field.split('.') }, pointer, place);
}

function operatorProblem(operator: JsonValue | undefined, pointer: string): Problem {
  const code = operator === undefined ? 'required' : 'not_one_of';
  return { pointer, code, detail: '"operator" is one of the known ones.', allowed: OPERATORS, given: operator };
}

function checkValue({ value }: JsonObject, operator: Operator, pointer: string): Problem[] {
  if (VALUELESS.includes(operator))
    return value === undefined ? [] : [problem(pointer, 'conflicting_members', `"${operator}" takes no value.`)];
  if (value === undefined) return [problem(pointer, 'required', `"${operator}" needs a value.`)];
  const isMissingList = LISTED.includes(operator) && !Array.isArray(value);
  return isMissingList ? [problem(pointer, 'wrong_type', `"${operator}" needs a list.`)] : [];
}

function unknownMembers(value: JsonObject, allowed: readonly string[], pointer: string): Problem[] {
  const unknown = Object.keys(value).filter((member) => !allowed.includes(member));
  return unknown.slice(0, DEFINITION_LIMITS.conditions).map((member) => ({
    pointer: pointerTo(pointer, member),
    code: 'unknown_member',
    detail: `"${member}" is not known here.`,
    allowed,
    given: member,
  }));
}

function problem(pointer: string, code: Problem['code'], detail: string): Problem {
  return { pointer, code, detail };
}
