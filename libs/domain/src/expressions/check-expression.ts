import type { Problem } from '../shared/problem';
import { compile, ExpressionRefused, shortened } from './cel';
import { readingOf, type Reading, type Reference } from './references';

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
  if (text.trim() === '') return [refused(pointer, text, 'it is empty')];
  try {
    const { ast, typeError } = compile(text);
    const problems = readingProblems(text, pointer, readingOf(ast), readable);
    return problems.length > 0 || typeError === undefined ? problems : [refused(pointer, text, typeError)];
  } catch (error) {
    if (!(error instanceof ExpressionRefused)) throw error;
    return [refused(pointer, text, error.message)];
  }
}

function readingProblems(
  text: string,
  pointer: string,
  { calls, nesting, references }: Reading,
  readable: Readable,
): Problem[] {
  return [
    // JavaScript's regular expressions can take for ever.
    ...(calls.includes('matches') ? [refused(pointer, text, 'matches() is not offered')] : []),
    ...(nesting > 1 ? [refused(pointer, text, 'map, filter and the like do not stand within each other')] : []),
    ...references.flatMap((reference) => referenceProblems(reference, pointer, readable)),
  ];
}

/** What is wrong with reading a name at a place. */
export function referenceProblems({ root, member }: Reference, pointer: string, readable: Readable): Problem[] {
  const { roots, steps, earlier } = readable;
  if (!roots.includes(root))
    return [{ pointer, code: 'unknown_name', detail: `"${root}" is not known here.`, allowed: roots, given: root }];
  if (root !== 'steps' || member === undefined || earlier.has(member)) return [];
  if (!steps.includes(member))
    return [{ pointer, code: 'unknown_step', detail: `There is no step "${member}".`, allowed: steps, given: member }];
  const detail = `Step "${member}" need not have ended before this step starts; wait for it with "depends_on".`;
  return [{ pointer, code: 'unavailable_reference', detail }];
}

export function refused(pointer: string, text: string, reason: string): Problem {
  return {
    pointer,
    code: 'invalid_expression',
    detail: `The expression "${shortened(text)}" cannot be used: ${reason}.`,
  };
}
