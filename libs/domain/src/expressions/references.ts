import type { ASTNode } from '@marcbachmann/cel-js';

/** A name that an expression reads from outside: `steps.a.output` is the root `steps` with the first member `a`. */
export interface Reference {
  readonly root: string;
  readonly member?: string;
}

export interface Reading {
  readonly references: readonly Reference[];
  /** Names of the functions that it calls. */
  readonly calls: readonly string[];
  /** How deep comprehensions (`map`, `filter`, …) stand within each other. */
  readonly nesting: number;
}

const COMPREHENSIONS = ['all', 'exists', 'exists_one', 'map', 'filter', 'sortBy'];

interface Walk {
  readonly references: Reference[];
  readonly calls: string[];
  nesting: number;
}

/** What an expression reads and calls, found in its syntax tree. */
export function readingOf(ast: ASTNode): Reading {
  const walk: Walk = { references: [], calls: [], nesting: 0 };
  visit(ast, [], 0, walk);
  return walk;
}

/** @param bound names that a comprehension around the node gives a meaning of its own */
function visit(node: ASTNode, bound: readonly string[], nesting: number, walk: Walk): void {
  const reference = referenceOf(node);
  if (reference) {
    if (!bound.includes(reference.root)) walk.references.push(reference);
    return;
  }
  if (node.op === 'call') walk.calls.push(node.args[0]);
  if (node.op !== 'rcall') return children(node).forEach((child) => visit(child, bound, nesting, walk));
  visitMethod(node, bound, nesting, walk);
}

function visitMethod(node: ASTNode & { op: 'rcall' }, bound: readonly string[], nesting: number, walk: Walk): void {
  const [name, receiver, parameters] = node.args;
  walk.calls.push(name);
  visit(receiver, bound, nesting, walk);
  const isComprehension = COMPREHENSIONS.includes(name);
  const inner = isComprehension ? [...bound, ...boundBy(parameters)] : bound;
  const depth = isComprehension ? nesting + 1 : nesting;
  walk.nesting = Math.max(walk.nesting, depth);
  for (const parameter of parameters) visit(parameter, inner, depth, walk);
}

/** `list.map(x, …)`: the first parameter names the item. */
function boundBy([first]: readonly ASTNode[]): string[] {
  return first?.op === 'id' ? [first.args] : [];
}

/** `root`, `root.member` and `root["member"]`, whatever follows behind. */
function referenceOf(node: ASTNode): Reference | undefined {
  if (node.op === 'id') return { root: node.args };
  if (node.op !== '.' && node.op !== '[]') return undefined;
  const [object, last] = node.args;
  if (object.op !== 'id') return referenceOf(object);
  const member = typeof last === 'string' ? last : last.op === 'value' ? last.args : undefined;
  return { root: object.args, ...(typeof member === 'string' && { member }) };
}

function children(node: ASTNode): ASTNode[] {
  return nodesIn(node.args);
}

function nodesIn(value: unknown): ASTNode[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  return isNode(value) ? [value] : [];
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}
