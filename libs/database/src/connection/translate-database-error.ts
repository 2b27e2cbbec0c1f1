import { isNativeError } from 'node:util/types';
import { DomainError } from '@app/domain';

/** SQLSTATE classes and codes after which the same work may succeed later. */
const TRANSIENT = [/^08/, /^40/, /^53/, /^55P03$/, /^57/, /^58/];
/** What a database says before its migration, its grants or its roles are there: no fault of the data. */
const NOT_SET_UP = [/^28/, /^3D000$/, /^3F000$/, /^42P01$/, /^42703$/, /^42501$/];
/** Values that PostgreSQL cannot store: NUL characters, halves of surrogate pairs, too long for an index. */
const UNSTORABLE = [/^22/, /^54/];
const SOCKET_ERRORS = [
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT'],
  ...['ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
];
const CONNECTION_MESSAGE = /connection terminated|timeout exceeded when trying to connect|client has encountered/i;

/** What a driver's error means to the platform; anything that is not the database's own fault passes unchanged. */
export function translateDatabaseError(error: unknown): unknown {
  // Not instanceof: errors of Node's sockets may come from another realm.
  if (error instanceof DomainError || !isNativeError(error)) return error;
  const code = (error as { code?: unknown }).code;
  if (isTransient(code, error.message))
    return new DomainError('unavailable', 'The database cannot be reached at the moment.', {}, { cause: error });
  if (UNSTORABLE.some((pattern) => pattern.test(String(code))))
    return new DomainError('rejected', 'The data holds values that cannot be stored.', {}, { cause: error });
  return error;
}

/** Whether a statement failed because such a row exists already, by the name of the constraint or index. */
export function violates(error: unknown, constraint: string): boolean {
  const { code, constraint: name } = error as { code?: unknown; constraint?: unknown };
  return code === '23505' && name === constraint;
}

function isTransient(code: unknown, message: string): boolean {
  if (typeof code === 'string' && SOCKET_ERRORS.includes(code)) return true;
  if (typeof code === 'string' && [...TRANSIENT, ...NOT_SET_UP].some((pattern) => pattern.test(code))) return true;
  return CONNECTION_MESSAGE.test(message);
}
