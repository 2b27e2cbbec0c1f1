import type { ErrorCode } from './error-codes';
import type { JsonObject } from './json';
import { sentenceOf, type Problem } from './problem';

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

/** In one message; the list itself has them all. */
const MOST_SAID = 10;

function tell(problem: Problem): string {
  return `${problem.pointer || '/'}: ${sentenceOf(problem)}`;
}

/** An input with one or more problems, all of them listed. */
export class ValidationFailed extends DomainError {
  constructor(readonly problems: readonly Problem[]) {
    super('validation_failed', problems.slice(0, MOST_SAID).map(tell).join(' '));
  }
}

/** Nothing of that id exists in this scope (another scope's things do not exist here either). */
export class NotFound extends DomainError {
  constructor(what: string, id: string) {
    super('not_found', `There is no ${what} "${id}".`, { id });
  }
}

/** The platform's own database is away: nothing that a tenant's call, or its server, has to do with. */
export class StorageAway extends DomainError {
  constructor(cause: unknown) {
    super('unavailable', 'The database cannot be reached at the moment.', {}, { cause });
  }
}

/** What nobody foresaw may be a passing fault; its own words may say more than a tenant should read. */
export function toDomainError(error: unknown, message: string): DomainError {
  return error instanceof DomainError ? error : new DomainError('internal_error', message, {}, { cause: error });
}
