import { DomainError } from '../shared/domain-error';
import type { JsonObject, JsonValue } from '../shared/json';
import { quoted } from '../shared/nearest';
import { compile } from './compile';
import { Evaluation } from './evaluation';
import { ExpressionFault } from './fault';
import { EXPRESSION_LIMITS } from './limits';
import { toJson, Work } from './values';

/** How much expressions may still do, and how large what comes of them may still be. */
export interface Bounds {
  readonly work: Work;
  readonly result: Work;
}

export function boundsOf(units: number = EXPRESSION_LIMITS.work): Bounds {
  return { work: new Work(units), result: new Work(EXPRESSION_LIMITS.result, 'its result is too large') };
}

/**
 * What a CEL expression makes of names such as `{ trigger: {…}, event: {…} }`, as plain JSON of its own.
 * @param pointer where the expression stands, for the error
 * @param bounds of its work and its result; several expressions may share them
 * @throws expression_error, and nothing else
 */
export function evaluateCel(
  text: string,
  names: Readonly<Record<string, JsonObject>>,
  pointer = '',
  bounds: Bounds = boundsOf(),
): JsonValue {
  try {
    const { tree, issues } = compile(text);
    if (issues[0]) throw new ExpressionFault(issues[0].reason);
    return toJson(new Evaluation(names, bounds.work).run(tree), bounds.result);
  } catch (error) {
    throw toDomainError(error, text, pointer);
  }
}

/** @throws expression_error, also where the result is neither true nor false */
export function evaluateTest(
  text: string,
  names: Readonly<Record<string, JsonObject>>,
  pointer: string,
  bounds: Bounds,
): boolean {
  const result = evaluateCel(text, names, pointer, bounds);
  if (typeof result === 'boolean') return result;
  throw toDomainError(new ExpressionFault('the result of a condition is true or false'), text, pointer);
}

/** The error of an expression that cannot be carried out: which one, where it stands, and why. */
export function toDomainError(error: unknown, text: string, pointer: string): DomainError {
  if (error instanceof DomainError) return error;
  // Anything but a fault is the engine's own (a stack that ran full): no words for a tenant.
  const reason = error instanceof ExpressionFault ? error.message : 'it cannot be evaluated';
  const place = pointer ? ` at ${pointer}` : '';
  const message = `The expression ${quoted(text.trim())}${place} failed: ${reason.replace(/\.$/, '')}.`;
  return new DomainError('expression_error', message, { expression: text.trim(), pointer }, { cause: error });
}
