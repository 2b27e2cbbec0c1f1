import { isRetryable } from '@app/domain';
import type { Answer } from './answer';
import { toFlexpriceError, toTransportError } from './classify';

const answer = (status: number, body?: unknown, headers: Answer['headers'] = {}): Answer => ({ status, body, headers });
const flat = (code: string, message: string) => ({ code, message, http_status_code: 0 });

describe('what an error answer means', () => {
  it.each([
    ['a client mistake', answer(400, flat('validation_error', 'No prices match')), 'rejected', false],
    ['a wrong key', answer(401, { error: 'Unauthorized' }), 'permission_denied', false],
    ['a foreign environment', answer(403, { error: 'Access denied', message: 'Invalid' }), 'permission_denied', false],
    ['something that is not there', answer(404, flat('not_found', 'Customer not found')), 'not_found', false],
    ['another server', answer(404, undefined), 'rejected', false],
    ['a redirect', answer(301, undefined), 'rejected', false],
    ['something that is there', answer(409, flat('already_exists', 'exists')), 'conflict', false],
    ['too many calls', answer(429, undefined, { 'retry-after': '7' }), 'rate_limited', true],
    ['a server error', answer(500, flat('database_error', 'x')), 'unavailable', true],
    ['a panic without a body', answer(500, undefined), 'unavailable', true],
    ['what the server cannot do', answer(501, flat('not_implemented', 'x')), 'rejected', false],
    ['a proxy whose server is away', answer(502, undefined), 'unavailable', true],
    ['a proxy whose server is slow', answer(504, undefined), 'timeout', true],
    ['the legacy shape', answer(400, { success: false, error: { message: 'Bad' } }), 'rejected', false],
  ] as const)('%s', (_what, given, code, retryable) => {
    const error = toFlexpriceError(given);
    expect([error.code, isRetryable(error.code)]).toEqual([code, retryable]);
    expect(error.message).toContain(String(given.status));
  });

  it.each([
    ['flat', flat('validation_error', 'No prices match')],
    ['of a middleware', { error: 'x', message: 'No prices match' }],
    ['of a middleware without more', { error: 'No prices match' }],
    ['legacy', { success: false, error: { message: 'No prices match', internal_error: 'pq: …' } }],
  ])('says what the server said: %s', (_shape, body) => {
    expect(toFlexpriceError(answer(400, body)).message).toContain('No prices match');
  });

  it.each([
    ['7', 7],
    [new Date(Date.now() + 5000).toUTCString(), 5],
    ['soon', undefined],
    [undefined, undefined],
  ])('says when to come again: %s', (text, seconds) => {
    const { retry_after_seconds: found } = toFlexpriceError(answer(429, undefined, { 'retry-after': text })).details;
    if (seconds === undefined) expect(found).toBeUndefined();
    else expect(Math.abs(Number(found) - seconds)).toBeLessThanOrEqual(1);
  });

  it('says no more than a line or two, and nothing of what only looks like a message', () => {
    expect(toFlexpriceError(answer(400, { message: 'x'.repeat(10_000) })).message.length).toBeLessThan(400);
    expect(toFlexpriceError(answer(400, { message: { deep: true } })).message).toBe('Flexprice answered 400.');
  });
});

it.each([
  ['no answer in time', Object.assign(new Error('x'), { name: 'TimeoutError' }), 'timeout'],
  ['headers that do not come', Object.assign(new Error('x'), { code: 'UND_ERR_HEADERS_TIMEOUT' }), 'timeout'],
  ['a refused connection', Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 'unavailable'],
  ['a connection that breaks off', Object.assign(new Error('x'), { code: 'UND_ERR_SOCKET' }), 'unavailable'],
])('a call without an answer: %s', (_what, error, code) => {
  expect(toTransportError(error).code).toBe(code);
});
