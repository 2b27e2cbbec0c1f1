import { plainToInstance, type ClassConstructor } from 'class-transformer';
import { getMetadataStorage, validateSync, type ValidationError } from 'class-validator';
import { isJsonObject, pointerTo, type JsonObject, type Problem, type ProblemCode } from '@app/domain';
import { rawMembers } from './raw-json';

/** More than any of our shapes has; bounds the work on a body that is no such thing. */
const MOST_MEMBERS = 50;

/** What a class's decorators say of a value that came from outside. */
export type Shaped<T> = { readonly value: T; readonly problems: [] } | { readonly problems: [Problem, ...Problem[]] };

/** Checks a value against a class with class-validator decorators; every problem gets its pointer and stable code. */
export function checkShape<T extends object>(shape: ClassConstructor<T>, input: unknown, pointer = ''): Shaped<T> {
  if (!isJsonObject(input))
    return { problems: [{ pointer, code: 'wrong_type', detail: 'An object is expected here.' }] };
  if (Object.keys(input).length > MOST_MEMBERS)
    return { problems: [{ pointer, code: 'too_many', detail: `An object here has at most ${MOST_MEMBERS} members.` }] };
  const value = instantiate(shape, input);
  const errors = validateSync(value, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
  const [first, ...rest] = toProblems(errors, pointer).map((problem) => withKnownMembers(problem, shape, pointer));
  return first ? { problems: [first, ...rest] } : { value, problems: [] };
}

/**
 * The library copies all that it is given, however large. What a shape takes as raw JSON is handed on as it is, and of
 * members that nobody knows only the name matters.
 */
function instantiate<T extends object>(shape: ClassConstructor<T>, input: JsonObject): T {
  const known = new Set(knownMembers(shape));
  const raw = rawMembers(shape);
  const copied = Object.keys(input).map((name) => [name, known.has(name) && !raw.has(name) ? input[name] : null]);
  const value = plainToInstance(shape, Object.fromEntries(copied));
  for (const name of raw) if (Object.hasOwn(input, name)) Object.assign(value, { [name]: input[name] });
  return value;
}

function knownMembers(shape: ClassConstructor<object>): string[] {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(shape, '', false, false);
  return [...new Set(metadata.map(({ propertyName }) => propertyName))];
}

/** An unknown member of the object itself is told with those that are known. */
function withKnownMembers(problem: Problem, shape: ClassConstructor<object>, pointer: string): Problem {
  const given = problem.pointer.slice(pointer.length + 1);
  if (problem.code !== 'unknown_member' || given.includes('/')) return problem;
  return { ...problem, given, allowed: knownMembers(shape) };
}

/** Turns class-validator's errors into problems: one per member, the most telling one. */
export function toProblems(errors: readonly ValidationError[], pointer = ''): Problem[] {
  return errors.flatMap((error) => {
    const at = pointerTo(pointer, error.property);
    // What is wrong as a whole (no list, too many) needs no word on its parts.
    return error.constraints ? [toProblem(error, error.constraints, at)] : toProblems(error.children ?? [], at);
  });
}

function toProblem(
  { property, value, contexts }: ValidationError,
  constraints: Record<string, string>,
  pointer: string,
): Problem {
  if (value === undefined && !('whitelistValidation' in constraints))
    return { pointer, code: 'required', detail: `"${property}" is required.` };
  const [rule = 'unknownValue', detail = 'This value is not allowed.'] =
    Object.entries(constraints).sort(([a], [b]) => rank(a) - rank(b))[0] ?? [];
  const allowed = (contexts?.[rule] as { allowed?: readonly string[] } | undefined)?.allowed;
  return {
    pointer,
    code: CODES[rule] ?? 'wrong_type',
    detail: sentence(rule, property, detail),
    ...(allowed && { allowed, given: value }),
  };
}

function sentence(rule: string, property: string, detail: string): string {
  return rule === 'whitelistValidation' ? `"${property}" is not known here.` : `${detail}.`;
}

/** Rules by what they mean, the more basic first: a text that is no number needs no word on its range. */
const CODES: Readonly<Record<string, ProblemCode>> = {
  whitelistValidation: 'unknown_member',
  isDefined: 'required',
  isString: 'wrong_type',
  isBoolean: 'wrong_type',
  isNumber: 'wrong_type',
  isInt: 'wrong_type',
  isArray: 'wrong_type',
  isObject: 'wrong_type',
  nestedValidation: 'wrong_type',
  isIn: 'not_one_of',
  minLength: 'required',
  isNotEmpty: 'required',
  maxLength: 'too_long',
  isLength: 'too_long',
  min: 'out_of_range',
  max: 'out_of_range',
  isDecimalAmount: 'out_of_range',
  arrayMinSize: 'required',
  arrayMaxSize: 'too_many',
  matches: 'pattern',
  isEmail: 'pattern',
  isRFC3339: 'pattern',
  isTimeZone: 'not_one_of',
};
const RANKS = Object.keys(CODES);

function rank(rule: string): number {
  const place = RANKS.indexOf(rule);
  return place < 0 ? RANKS.length : place;
}
