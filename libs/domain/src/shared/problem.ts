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
  | 'unsupported'
  | 'name_taken';

/** One thing that is wrong with an input: where (JSON Pointer), what, and what would be allowed. */
export interface Problem {
  readonly pointer: string;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly allowed?: readonly (string | number)[];
}

/** Appends members to a JSON Pointer (RFC 6901). */
export function pointerTo(base: string, ...members: (string | number)[]): string {
  return base + members.map((member) => `/${String(member).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
