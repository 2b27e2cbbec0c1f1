import { DomainError, type ErrorCode } from '@app/domain';
import { readErrorBody, type Answer } from './answer';

/** As much of the server's own words as a tenant has use for. */
const MOST_SAID = 300;

const CODES: Readonly<Record<number, ErrorCode>> = {
  400: 'rejected',
  401: 'permission_denied',
  403: 'permission_denied',
  404: 'not_found',
  408: 'timeout',
  409: 'conflict',
  413: 'rejected',
  422: 'rejected',
  429: 'rate_limited',
  501: 'rejected',
  504: 'timeout',
};

/**
 * The same of a call about what was there a moment ago: some routes answer 404 for whatever has failed inside of them, so
 * that another attempt may help.
 */
export function toErrorOfKnown(answer: Answer): DomainError {
  if (answer.status !== 404) return toFlexpriceError(answer);
  const { message } = toFlexpriceError(answer);
  return new DomainError('unavailable', `${message} (It was there a moment ago.)`, { flexprice_status: 404 });
}

/**
 * What an answer that is no success means. A 500 may be the client's mistake as well as the server's: it is tried again,
 * as often as the step's policy says.
 */
export function toFlexpriceError(answer: Answer): DomainError {
  const { status } = answer;
  const isTheirs = typeof answer.body === 'object' && answer.body !== null;
  const told = isTheirs ? readErrorBody(answer.body).message?.slice(0, MOST_SAID) : undefined;
  // The server itself always says so in JSON: this was another server, or another path.
  if (!isTheirs && status < 500 && status !== 429)
    return new DomainError('rejected', `Flexprice has no such route (${status}): is the connection's base URL right?`);
  const retryAfter = status === 429 || status === 503 ? retryAfterSeconds(answer) : undefined;
  return new DomainError(codeOf(status), `Flexprice answered ${status}${told ? `: ${told}` : '.'}`, {
    flexprice_status: status,
    ...(retryAfter !== undefined && { retry_after_seconds: retryAfter }),
  });
}

function codeOf(status: number): ErrorCode {
  return CODES[status] ?? (status >= 500 ? 'unavailable' : 'rejected');
}

/** Seconds or a date; nothing when it says neither. */
function retryAfterSeconds({ headers }: Answer): number | undefined {
  const text = [headers['retry-after']].flat()[0] ?? '';
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
}

const TIMEOUTS = ['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT'];

/** What a call that got no answer means: the work may have been done. */
export function toTransportError(error: unknown): DomainError {
  const { name, code } = error as { name?: unknown; code?: unknown };
  const isTimeout = name === 'TimeoutError' || name === 'AbortError' || TIMEOUTS.includes(String(code));
  return isTimeout
    ? new DomainError('timeout', 'Flexprice did not answer in time.', {}, { cause: error })
    : new DomainError('unavailable', 'Flexprice could not be reached, or broke off.', {}, { cause: error });
}
