import type { ProblemCode } from '../shared/problem';

/** Why an expression cannot be read or evaluated. Never leaves this folder: callers get problems or a DomainError. */
export class ExpressionFault extends Error {
  constructor(
    reason: string,
    readonly code: ProblemCode = 'invalid_expression',
  ) {
    super(reason);
  }
}
