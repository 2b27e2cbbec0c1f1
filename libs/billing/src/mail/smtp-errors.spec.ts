import { isRetryable } from '@app/domain';
import { toMailError } from './smtp-errors';

const failure = (code: string | undefined, fields: object = {}): Error =>
  Object.assign(new Error('of nodemailer'), { ...(code !== undefined && { code }), ...fields });
const reply = (code: string, response: string): Error =>
  failure(code, { response, responseCode: Number(response.slice(0, 3)) });

describe('what a mail that was not sent means', () => {
  it.each<[string, Error, string, boolean]>([
    ['no such recipient', reply('EENVELOPE', '550 5.1.1 No such user'), 'rejected', false],
    ['a sender that is not allowed', reply('EENVELOPE', '553 5.7.1 Not owned by you'), 'rejected', false],
    ['a mail that looks like spam', reply('EMESSAGE', '554 5.7.1 Spam'), 'rejected', false],
    ['a mail that is too large', reply('EENVELOPE', '552 5.3.4 Too big'), 'rejected', false],
    ['a greeting that turns us away', reply('EPROTOCOL', '554 No service'), 'rejected', false],
    ['greylisting', reply('EENVELOPE', '450 4.7.1 Greylisted, come back'), 'rate_limited', true],
    ['greylisting in several lines', reply('EENVELOPE', '451-4.7.1 Greylisted\n451 4.7.1 Bye'), 'rate_limited', true],
    ['too many connections', reply('EPROTOCOL', '421 4.7.0 Too many connections'), 'rate_limited', true],
    ['throttling without a code', reply('EMESSAGE', '454 Throttling failure'), 'rate_limited', true],
    ['a busy mailbox', reply('EENVELOPE', '450 4.2.1 Mailbox busy'), 'unavailable', true],
    ['an error of the server', reply('EMESSAGE', '451 4.3.0 Try again'), 'unavailable', true],
    ['a full disk', reply('EENVELOPE', '452 4.3.1 No space'), 'unavailable', true],
    ['a server that closes', reply('EENVELOPE', '421 Bye'), 'unavailable', true],
    ['a confused session', reply('EENVELOPE', '503 5.5.1 Bad sequence'), 'unavailable', true],
    ['wrong credentials', reply('EAUTH', '535 5.7.8 Bad password'), 'permission_denied', false],
    ['no credentials where some are wanted', reply('EENVELOPE', '530 5.7.0 Log in'), 'permission_denied', false],
    ['a mechanism that is too weak', reply('EAUTH', '534 5.7.9 Too weak'), 'permission_denied', false],
    ['a login that the client cannot do', failure('EAUTH'), 'permission_denied', false],
    ['credentials that cannot be checked now', reply('EAUTH', '454 4.7.0 Try again'), 'unavailable', true],
    ['no TLS where it is required', reply('ETLS', '502 Not implemented'), 'rejected', false],
    ['no TLS for the moment', reply('ETLS', '454 TLS not available'), 'unavailable', true],
    ['an unknown issuer', failure('ESOCKET', { originalCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' }), 'rejected', false],
    ['an old certificate', failure('ESOCKET', { originalCode: 'CERT_HAS_EXPIRED' }), 'rejected', false],
    ["another host's", failure('ESOCKET', { originalCode: 'ERR_TLS_CERT_ALTNAME_INVALID' }), 'rejected', false],
    ['TLS that is too old', failure('ESOCKET', { originalCode: 'ERR_SSL_UNSUPPORTED_PROTOCOL' }), 'rejected', false],
    ['a session that goes wrong', failure('ESOCKET', { originalCode: 'ERR_SSL_BAD_RECORD_TYPE' }), 'unavailable', true],
    ['a handshake that breaks off', failure('ETLS', { originalCode: 'ECONNRESET' }), 'unavailable', true],
    ['a refused connection', failure('ESOCKET', { originalCode: 'ECONNREFUSED' }), 'unavailable', true],
    ['a lost reply', failure('ECONNECTION'), 'unavailable', true],
    ['a closed pool', failure(undefined), 'unavailable', true],
    ['garbage', failure('EPROTOCOL'), 'unavailable', true],
    ['a name that is not known', failure('EDNS', { originalCode: 'ENOTFOUND' }), 'unavailable', true],
    ['no answer', failure('ETIMEDOUT'), 'timeout', true],
    ['no end', failure('EABORT'), 'timeout', true],
    ['an address that the client refuses', failure('EENVELOPE'), 'rejected', false],
    ['a size that the server announced', failure('EMESSAGE'), 'rejected', false],
  ])('%s', (_what, given, code, retryable) => {
    const error = toMailError(given);
    expect([error.code, isRetryable(error.code)]).toEqual([code, retryable]);
  });

  it('says what the server said, in one line and no more than a tenant has use for', () => {
    const error = toMailError(reply('EENVELOPE', `550-5.1.1 No such user\r\n550 5.1.1 ${'x'.repeat(10_000)}`));
    expect(error.message).toMatch(/^The mail server refused: 550-5\.1\.1 No such user 550 5\.1\.1 x+$/);
    expect(error.message.length).toBeLessThan(350);
    expect(error.details).toEqual({ smtp_status: 550 });
  });

  it('keeps to itself what a server says to credentials', () => {
    const given = reply('EAUTH', '535 What is "AUTH PLAIN AHVzZXIAaHVudGVyMg=="?');
    const error = toMailError(given);
    expect(error.message).toBe('The mail server refuses the credentials of SMTP_URL (535).');
    expect([error.cause, error.details]).toEqual([undefined, {}]);
  });
});
