import { didYouMean } from './nearest';

/** Stable codes of what can be wrong with one place of an input (see the API reference). */
export type ProblemCode =
  | 'required'
  | 'unknown_member'
  | 'wrong_type'
  | 'out_of_range'
  | 'too_long'
  | 'too_many'
  | 'too_deep'
  | 'pattern'
  | 'not_one_of'
  | 'forbidden_name'
  | 'conflicting_members'
  | 'duplicate_step_id'
  | 'unknown_step'
  | 'dependency_cycle'
  | 'unavailable_reference'
  | 'invalid_expression'
  | 'unknown_name'
  | 'invalid_cron'
  | 'cron_too_frequent'
  | 'unknown_timezone'
  // Warnings: allowed, and perhaps not meant.
  | 'never_runs'
  | 'self_trigger'
  | 'built_in_onboarding'
  | 'name_taken';

/** One thing that is wrong with an input: where (JSON Pointer), what, and what would be allowed. */
export interface Problem {
  readonly pointer: string;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly allowed?: readonly (string | number)[];
  /** The word that is not one of the allowed ones; a near one is suggested for it. */
  readonly given?: unknown;
}

/** The problem's sentence, with the word that was probably meant. */
export function sentenceOf({ detail, allowed = [], given }: Problem): string {
  return detail + didYouMean(given, allowed);
}

/** Most members need no escaping, and a large body has many. */
function escaped(member: string): string {
  return /[~/]/.test(member) ? member.replaceAll('~', '~0').replaceAll('/', '~1') : member;
}

/** Appends members to a JSON Pointer (RFC 6901). */
export function pointerTo(base: string, ...members: (string | number)[]): string {
  return members.reduce<string>((pointer, member) => `${pointer}/${escaped(String(member))}`, base);
}
