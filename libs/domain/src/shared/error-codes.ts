export type ErrorCode =
  | 'validation_failed'
  | 'malformed_json'
  | 'unauthenticated'
  | 'permission_denied'
  | 'not_found'
  | 'method_not_allowed'
  | 'not_acceptable'
  | 'name_taken'
  | 'conflict'
  | 'idempotency_key_reused'
  | 'definition_disabled'
  | 'definition_has_running_executions'
  | 'quota_exceeded'
  | 'precondition_failed'
  | 'request_timeout'
  | 'payload_too_large'
  | 'headers_too_large'
  | 'unsupported_media_type'
  | 'rejected'
  | 'expression_error'
  | 'output_too_large'
  | 'scope_mismatch'
  | 'execution_ended'
  | 'execution_timeout'
  | 'execution_terminated'
  | 'execution_lost'
  | 'compensation_failed'
  | 'rate_limited'
  | 'timeout'
  | 'unavailable'
  | 'internal_error';

/** What each error is to a REST client. Exhaustive: a new code does not compile without its status. */
export const HTTP_STATUS: Readonly<Record<ErrorCode, number>> = {
  validation_failed: 400,
  malformed_json: 400,
  unauthenticated: 401,
  permission_denied: 403,
  scope_mismatch: 403,
  not_found: 404,
  method_not_allowed: 405,
  not_acceptable: 406,
  name_taken: 409,
  conflict: 409,
  idempotency_key_reused: 409,
  definition_disabled: 409,
  definition_has_running_executions: 409,
  quota_exceeded: 409,
  precondition_failed: 412,
  execution_ended: 409,
  request_timeout: 408,
  payload_too_large: 413,
  headers_too_large: 431,
  unsupported_media_type: 415,
  rejected: 422,
  expression_error: 422,
  output_too_large: 422,
  rate_limited: 429,
  internal_error: 500,
  unavailable: 503,
  timeout: 504,
  execution_timeout: 504,
  execution_terminated: 409,
  execution_lost: 409,
  compensation_failed: 409,
};

/** Whether the same call may succeed later (PRD UC-4: transient errors are retried, the client's own are not). */
const RETRYABLE: Readonly<Record<ErrorCode, boolean>> = {
  validation_failed: false,
  malformed_json: false,
  unauthenticated: false,
  permission_denied: false,
  scope_mismatch: false,
  not_found: false,
  method_not_allowed: false,
  not_acceptable: false,
  name_taken: false,
  conflict: false,
  idempotency_key_reused: false,
  definition_disabled: false,
  definition_has_running_executions: false,
  quota_exceeded: false,
  precondition_failed: false,
  execution_ended: false,
  request_timeout: true,
  payload_too_large: false,
  headers_too_large: false,
  unsupported_media_type: false,
  rejected: false,
  expression_error: false,
  output_too_large: false,
  execution_timeout: false,
  execution_terminated: false,
  execution_lost: false,
  compensation_failed: false,
  rate_limited: true,
  internal_error: true,
  unavailable: true,
  timeout: true,
};

export function isRetryable(code: ErrorCode): boolean {
  return RETRYABLE[code];
}

/** Failures after which nobody knows whether the work was done: the answer may have been lost on its way. */
const UNCERTAIN: readonly ErrorCode[] = ['timeout', 'unavailable', 'internal_error', 'execution_timeout'];

/** Whether a step that failed so may have had its effect nevertheless. */
export function mayHaveActed(code: ErrorCode): boolean {
  return UNCERTAIN.includes(code);
}

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(HTTP_STATUS, code);
}
