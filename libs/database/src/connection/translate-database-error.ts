import { isNativeError } from 'node:util/types';
import { DomainError, StorageAway } from '@app/domain';

/** An SQLSTATE has a digit, which the codes of Node's own errors (EPERM) have not. */
const SQLSTATE = /^(?=.*\d)[0-9A-Z]{5}$/;
/** Classes of SQLSTATE that tell of a statement or of its data, and so say the same again however often it is sent. */
const OF_THE_STATEMENT = [/^21/, /^22/, /^23/, /^42/, /^44/, /^54/, /^P0/];
/** What a database says before its migration or its grants are there: no fault of the data. */
const NOT_SET_UP = ['42P01', '42703', '42704', '42883', '42501'];
/** Values that PostgreSQL cannot store: NUL characters, halves of surrogate pairs, too long for an index. */
const UNSTORABLE = [/^22/, /^54/];
/** A statement that took longer than it may; the database itself is there. */
const TOOK_TOO_LONG = '57014';
const SOCKET_ERRORS = [
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT'],
  ...['ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
];
const CONNECTION_MESSAGES = [
  ...[/connection terminated/i, /timeout exceeded when trying to connect/i, /client has encountered/i],
  ...[/query read timeout/i, /timeout expired/i],
];

/** What a driver's error means to the platform; anything that is not the database's own fault passes unchanged. */
export function translateDatabaseError(error: unknown): unknown {
  // Not instanceof: errors of Node's sockets may come from another realm.
  if (error instanceof DomainError || !isNativeError(error)) return error;
  const code = String((error as { code?: unknown }).code);
  if (code === TOOK_TOO_LONG) return new DomainError('timeout', 'The database took too long.', {}, { cause: error });
  if (isTransient(code, error.message)) return new StorageAway(error);
  if (UNSTORABLE.some((pattern) => pattern.test(code)))
    return new DomainError('rejected', 'The data holds values that cannot be stored.', {}, { cause: error });
  return error;
}

/** Whether a statement failed because such a row exists already, by the name of the constraint or index. */
export function violates(error: unknown, constraint: string): boolean {
  const { code, constraint: name } = error as { code?: unknown; constraint?: unknown };
  return code === '23505' && name === constraint;
}

/** Everything but what tells of the statement: servers move, end, fill up and fall over in more ways than can be listed. */
function isTransient(code: string, message: string): boolean {
  if (SQLSTATE.test(code)) return NOT_SET_UP.includes(code) || !OF_THE_STATEMENT.some((pattern) => pattern.test(code));
  return SOCKET_ERRORS.includes(code) || CONNECTION_MESSAGES.some((pattern) => pattern.test(message));
}
