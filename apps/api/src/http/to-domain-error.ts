import { DomainError, type ErrorCode } from '@app/domain';
import { HttpException } from '@nestjs/common';

/** What the framework itself refuses, by its status. A route parameter too long for any id (414) is an unknown one. */
const CODES: Readonly<Record<number, ErrorCode>> = {
  401: 'unauthenticated',
  403: 'permission_denied',
  404: 'not_found',
  405: 'method_not_allowed',
  406: 'not_acceptable',
  413: 'payload_too_large',
  414: 'not_found',
  415: 'unsupported_media_type',
  429: 'rate_limited',
};

const DETAILS: Partial<Record<ErrorCode, string>> = {
  not_found: 'There is nothing at this address.',
  payload_too_large: 'The body is larger than 256 KiB.',
  unsupported_media_type: 'Send the body as application/json.',
};

/** Everything that can be thrown, as the one error type. What nobody foresaw is internal_error. */
export function toDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  const status = statusOf(error);
  if (status === undefined || status < 400 || status >= 500)
    return new DomainError('internal_error', 'Unexpected error', {}, { cause: error });
  const code = CODES[status] ?? 'validation_failed';
  const message = DETAILS[code] ?? (error instanceof Error ? error.message : 'The request is not well-formed.');
  return new DomainError(code, message, {}, { cause: error });
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const isFrameworks = error instanceof Error && error.name === 'FastifyError' && 'statusCode' in error;
  return isFrameworks && typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
