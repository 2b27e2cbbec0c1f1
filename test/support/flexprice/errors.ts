import type { Json, JsonObject } from './json';

const STATUS_OF = {
  not_found: 404,
  already_exists: 409,
  validation_error: 400,
  invalid_operation: 400,
  database_error: 500,
  not_implemented: 501,
} as const;

export type ErrorCode = keyof typeof STATUS_OF;

/** An answer that is not the one asked for, thrown by a handler. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly body?: Json,
  ) {
    super(`${status} ${JSON.stringify(body)}`);
  }
}

/** The flat error body of the server's handlers. */
export function refusal(code: ErrorCode, message: string, details?: JsonObject): Refusal {
  const status = STATUS_OF[code];
  return new Refusal(status, { code, message, http_status_code: status, ...(details && { details }) });
}

export const invalid = (message: string, details?: JsonObject) => refusal('validation_error', message, details);

/** What the server says of a body that it cannot decode, or that lacks what its decoder wants. */
export const invalidFormat = () => invalid('Invalid request format');

/** A panic of the server: no body at all. */
export const panic = () => new Refusal(500);

/** What the recordings do not show, so that no test rests on a guess. */
export const notServed = (what: string) => refusal('not_implemented', `The stand-in does not serve ${what}`);

/** Which field broke which rule, in the words of the server's validator. */
export function brokenRules(request: string, rules: Readonly<Record<string, string | undefined>>): Refusal | undefined {
  const broken = Object.entries(rules).filter(([, tag]) => tag !== undefined);
  if (broken.length === 0) return undefined;
  const details = broken.map(([field, tag]) => [
    field,
    `Key: '${request}.${field}' Error:Field validation for '${field}' failed on the '${tag}' tag`,
  ]);
  return invalid('Request validation failed', Object.fromEntries(details) as JsonObject);
}
