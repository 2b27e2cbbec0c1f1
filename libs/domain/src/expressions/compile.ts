import { Environment, type ASTNode } from '@marcbachmann/cel-js';
import { ExpressionFault } from './fault';
import { inspect, type Inspection } from './inspect';
import { EXPRESSION_LIMITS } from './limits';
import { Memory } from './memory';

/** An expression that has been read: its tree, what is wrong with it, and the paths that it follows. */
export interface Compiled extends Inspection {
  readonly tree: ASTNode;
}

// The library reads the text; evaluation is ours: bounded, over plain JSON, and with numbers that mix.
const READER = new Environment({
  unlistedVariablesAreDyn: true,
  limits: { maxAstNodes: EXPRESSION_LIMITS.nodes, maxDepth: EXPRESSION_LIMITS.depth },
});
const LIMIT_CODES = { maxAstNodes: 'too_many', maxDepth: 'too_deep' } as const;
/** Some ten thousand expressions, more than one scope can have. A tree takes up to a hundred times the room of its text. */
const MOST_CHARACTERS = 1_000_000;
const remembered = new Memory<Compiled>(MOST_CHARACTERS);

/**
 * Reads an expression. Those in use are remembered: a definition is checked once and evaluated often.
 * @throws ExpressionFault
 */
export function compile(text: string): Compiled {
  return remembered.of(text, () => {
    const tree = read(text);
    return { tree, ...inspect(tree) };
  });
}

function read(text: string): ASTNode {
  if (text.length > EXPRESSION_LIMITS.characters)
    throw new ExpressionFault(`an expression has at most ${EXPRESSION_LIMITS.characters} characters`, 'too_long');
  if (text.trim() === '') throw new ExpressionFault('it is empty');
  try {
    return READER.parse(text).ast;
  } catch (error) {
    throw toFault(error);
  }
}

function toFault(error: unknown): ExpressionFault {
  const summary = error instanceof Error && 'summary' in error ? String(error.summary) : 'it cannot be read';
  for (const [limit, code] of Object.entries(LIMIT_CODES))
    if (summary.includes(limit))
      return new ExpressionFault(
        code === 'too_deep'
          ? `it nests deeper than ${EXPRESSION_LIMITS.depth}`
          : `it has more than ${EXPRESSION_LIMITS.nodes} parts`,
        code,
      );
  return new ExpressionFault(summary.charAt(0).toLowerCase() + summary.slice(1) + placeOf(error));
}

function placeOf(error: unknown): string {
  const range =
    error instanceof Error && 'range' in error ? (error.range as { start?: unknown } | undefined) : undefined;
  return typeof range?.start === 'number' ? ` at character ${range.start + 1}` : '';
}
