import type { ErrorCode } from './error-codes';
import type { JsonObject } from './json';
import type { Problem } from './problem';

/** The one error type of the platform. What it means to a client or to a retry follows from its code alone. */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    /** Facts for the reader, safe to show to the tenant: no secrets, no other scope's data. */
    readonly details: JsonObject = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** An input with one or more problems, all of them listed. */
export class ValidationFailed extends DomainError {
  constructor(readonly problems: readonly Problem[]) {
    super('validation_failed', problems.map(({ pointer, detail }) => `${pointer || '/'}: ${detail}`).join(' '));
  }
}

/** Nothing of that id exists in this scope (another scope's things do not exist here either). */
export class NotFound extends DomainError {
  constructor(what: string, id: string) {
    super('not_found', `There is no ${what} "${id}".`, { id });
  }
}
