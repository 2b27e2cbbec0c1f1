import type { JsonValue } from '../shared/json';

export const OPERATORS = [
  ...(['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'in', 'not_in'] as const),
  ...(['contains', 'not_contains', 'starts_with', 'ends_with', 'exists', 'not_exists'] as const),
] as const;
export type Operator = (typeof OPERATORS)[number];

/** Compares what stands at a path with a value. `exists` and `not_exists` take no value. */
export interface Comparison {
  readonly field: string;
  readonly operator: Operator;
  readonly value?: JsonValue;
}

export type Condition =
  | Comparison
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  /** A CEL expression that gives a boolean. */
  | { readonly cel: string };
