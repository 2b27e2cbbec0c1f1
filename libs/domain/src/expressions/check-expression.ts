import { quoted } from '../shared/nearest';
import type { Problem } from '../shared/problem';
import { compile } from './compile';
import { ExpressionFault } from './fault';
import type { Inspection, Path } from './inspect';

/** What an expression at some place of a definition may read. */
export interface Readable {
  /** Roots: `trigger`, `event`, and in steps `steps` and `execution`. */
  readonly roots: readonly string[];
  /** Every step of the definition. */
  readonly steps: readonly string[];
  /** The steps that have ended whenever this place is read. */
  readonly earlier: ReadonlySet<string>;
}

/** Everything that is wrong with one CEL expression as a tenant wrote it. */
export function checkExpression(text: string, pointer: string, readable: Readable): Problem[] {
  try {
    return inspectionProblems(compile(text), text, pointer, readable);
  } catch (error) {
    if (!(error instanceof ExpressionFault)) throw error;
    return [refused(pointer, text, error.message, error.code)];
  }
}

/** Whether an expression reads no name at all: then its result is always the same. Throws ExpressionFault. */
export function isConstant(text: string): boolean {
  return compile(text).paths.length === 0;
}

function inspectionProblems(
  { issues, paths }: Inspection,
  text: string,
  pointer: string,
  readable: Readable,
): Problem[] {
  return [
    ...issues.map(({ reason, code }) => refused(pointer, text, reason, code)),
    ...distinct(paths).flatMap((path) => pathProblems(path, pointer, readable)),
  ];
}

/** Members that are known beforehand; what is in a payload or an output is not. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  event: ['id', 'name', 'timestamp', 'user_id'],
  execution: ['id', 'workflow_id', 'workflow_name', 'workflow_version'],
};
const STEP_MEMBERS: readonly string[] = ['output', 'status'];

/** What is wrong with reading a path of names at a place. */
export function pathProblems({ members }: Path, pointer: string, readable: Readable): Problem[] {
  const [root = '', member] = members;
  if (!readable.roots.includes(root)) return [unknownName(root, readable.roots, pointer)];
  if (root === 'steps') return stepProblems(members, pointer, readable);
  const known = MEMBERS[root];
  return known && member !== undefined && !known.includes(member) ? [unknownName(member, known, pointer)] : [];
}

function stepProblems([, id, member]: readonly string[], pointer: string, { steps, earlier }: Readable): Problem[] {
  if (id === undefined)
    return [{ pointer, code: 'invalid_expression', detail: 'Behind "steps" comes the id of one step, as it is.' }];
  if (!steps.includes(id))
    return [{ pointer, code: 'unknown_step', detail: `There is no step ${quoted(id)}.`, allowed: steps, given: id }];
  const detail = `Step ${quoted(id)} need not have ended before this step starts; wait for it with "depends_on".`;
  if (!earlier.has(id)) return [{ pointer, code: 'unavailable_reference', detail }];
  return member !== undefined && !STEP_MEMBERS.includes(member) ? [unknownName(member, STEP_MEMBERS, pointer)] : [];
}

function unknownName(name: string, allowed: readonly string[], pointer: string): Problem {
  return { pointer, code: 'unknown_name', detail: `${quoted(name)} is not known here.`, allowed, given: name };
}

function distinct(paths: readonly Path[]): Path[] {
  return [...new Map(paths.map((path) => [path.members.slice(0, 3).join('.'), path])).values()];
}

export function refused(
  pointer: string,
  text: string,
  reason: string,
  code: Problem['code'] = 'invalid_expression',
): Problem {
  return { pointer, code, detail: `The expression ${quoted(text)} cannot be used: ${reason.replace(/\.$/, '')}.` };
}
