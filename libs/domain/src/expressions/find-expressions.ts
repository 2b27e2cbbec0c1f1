import { isJsonObject, type JsonValue } from '../shared/json';
import { pointerTo, type Problem } from '../shared/problem';
import { checkExpression, refused, type Readable } from './check-expression';
import { hasTemplate, partsOf } from './template';

/** How many expressions a definition may hold, and how much text of them, in all. */
export const EXPRESSION_BUDGET = { count: 500, characters: 64 * 1024 } as const;

/** One expression of a definition; `text` is undefined for one that never ends. */
export interface Found {
  readonly pointer: string;
  readonly text?: string;
}

/** The `{{ }}` expressions in the texts of a config. */
export function expressionsIn(config: JsonValue | undefined, pointer: string): Found[] {
  if (hasTemplate(config)) {
    const parts = partsOf(config);
    return parts
      ? parts.flatMap((part) => ('expression' in part ? [{ pointer, text: part.expression }] : []))
      : [{ pointer }];
  }
  return membersOf(config).flatMap(([name, item]) => expressionsIn(item, pointerTo(pointer, name)));
}

/** The CEL texts of a condition, however it nests. */
export function celIn(condition: JsonValue | undefined, pointer: string): Found[] {
  return membersOf(condition).flatMap(([name, item]) => {
    if (name === 'cel' && typeof item === 'string') return [{ pointer: pointerTo(pointer, name), text: item }];
    return name === 'value' ? [] : celIn(item, pointerTo(pointer, name));
  });
}

/** More than can be checked while a client waits, and than anybody would write by hand. */
export function budgetProblems(found: readonly Found[]): Problem[] {
  const characters = found.reduce((sum, { text = '' }) => sum + text.length, 0);
  const { count, characters: most } = EXPRESSION_BUDGET;
  if (found.length <= count && characters <= most) return [];
  const detail = `A definition holds at most ${count} expressions of ${most} characters in all.`;
  return [{ pointer: '', code: 'too_many', detail }];
}

export function expressionProblems(found: readonly Found[], readable: Readable): Problem[] {
  return found.flatMap(({ text, pointer }) =>
    text === undefined
      ? [refused(pointer, '{{', 'an expression that begins with {{ never ends')]
      : checkExpression(text, pointer, readable),
  );
}

function membersOf(value: JsonValue | undefined): [string, JsonValue | undefined][] {
  return Array.isArray(value) || isJsonObject(value) ? Object.entries<JsonValue | undefined>(value as never) : [];
}
