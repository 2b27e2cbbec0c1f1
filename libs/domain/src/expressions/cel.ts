import { Environment, type ASTNode } from '@marcbachmann/cel-js';
import { DomainError } from '../shared/domain-error';
import type { JsonValue } from '../shared/json';
import { toJson } from './to-json';

/** What an expression may hold at most; comprehensions do not nest (a list of a list would be walked n² times). */
export const EXPRESSION_LIMITS = { length: 4096, nodes: 2000, depth: 32, results: 256 * 1024 } as const;

type Context = Readonly<Record<string, JsonValue>>;

export interface Compiled {
  readonly ast: ASTNode;
  readonly run: (context: Context) => unknown;
  /** What is wrong with its types, as far as they are known before the run. */
  readonly typeError?: string;
}

/** Whatever is wrong with the text of an expression. */
export class ExpressionRefused extends Error {}

const ENVIRONMENT = mixedArithmetic(
  new Environment({
    unlistedVariablesAreDyn: true,
    homogeneousAggregateLiterals: false,
    limits: { maxAstNodes: EXPRESSION_LIMITS.nodes, maxDepth: EXPRESSION_LIMITS.depth },
  }),
);

/** JSON knows one kind of number, CEL two: a whole number beside one of JSON's counts as one of those. */
function mixedArithmetic(environment: Environment): Environment {
  const operators: Record<string, (left: number, right: number) => number> = {
    '+': (left, right) => left + right,
    '-': (left, right) => left - right,
    '*': (left, right) => left * right,
    '/': (left, right) => left / right,
    '%': (left, right) => left % right,
  };
  for (const [sign, apply] of Object.entries(operators)) {
    const mixed = (left: number | bigint, right: number | bigint): number => apply(Number(left), Number(right));
    for (const types of [`double ${sign} int`, `int ${sign} double`]) environment.registerOperator(types, mixed);
  }
  return environment.registerOperator('double % double', (left: number, right: number) => left % right);
}

const CACHE_SIZE = 1000;
const cache = new Map<string, Compiled>();

/** Parses an expression; the latest ones are remembered. Throws ExpressionRefused. */
export function compile(text: string): Compiled {
  const known = cache.get(text);
  if (known) return known;
  const compiled = parse(text);
  const [oldest] = cache.keys();
  if (cache.size >= CACHE_SIZE && oldest !== undefined) cache.delete(oldest);
  cache.set(text, compiled);
  return compiled;
}

function parse(text: string): Compiled {
  const { length } = EXPRESSION_LIMITS;
  if (text.length > length) throw new ExpressionRefused(`it is longer than ${length} characters`);
  try {
    const run = ENVIRONMENT.parse(text);
    const { valid, error } = run.check();
    return { ast: run.ast, run, ...(!valid && { typeError: summaryOf(error) }) };
  } catch (error) {
    throw new ExpressionRefused(summaryOf(error));
  }
}

/** What an expression gives for these names, as JSON. Throws expression_error and nothing else. */
export function evaluate(text: string, context: Context): JsonValue {
  try {
    return toJson(compile(text).run(context), EXPRESSION_LIMITS.results);
  } catch (error) {
    const message = `The expression "${shortened(text)}" gives no value: ${summaryOf(error)}.`;
    throw new DomainError('expression_error', message, { expression: shortened(text) });
  }
}

/** The engine's own one-line word on what is wrong. */
function summaryOf(error: unknown): string {
  const { summary, message, range } = error as { summary?: string; message?: string; range?: { start: number } };
  const said = (summary ?? message ?? 'it cannot be read').replace(/\.$/, '');
  return range ? `${said} (at character ${range.start + 1})` : said;
}

export function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}
