import { DomainError, type ErrorCode } from '@app/domain';

/** As much of the server's own words as a tenant has use for. */
const MOST_SAID = 300;

/** What nodemailer says of a mail that was not sent. */
interface SmtpFailure {
  readonly message: string;
  /** Where it failed: EAUTH, EENVELOPE, EMESSAGE, ETLS, ECONNECTION, … */
  readonly code?: string;
  /** What the system said of it, such as ECONNREFUSED or CERT_HAS_EXPIRED. */
  readonly originalCode?: string;
  /** The server's last reply, where it was one that failed. */
  readonly response?: string;
  readonly responseCode?: number;
}

const WANTS_CREDENTIALS = [530, 534, 535, 538];
/** Greylisting and sending rates: policy, as the enhanced code says it (RFC 3463); 454 where no code is given (SES). */
const COME_AGAIN = /^(4\d\d[ -]4\.7\.|454[ -](?!4\.))/;
/** What ends a handshake; not what ends a session, which may have been in the middle of a mail. */
const UNTRUSTED = /CERT|SIGNATURE|ISSUER|^HOSTNAME_MISMATCH$|^ERR_SSL_.*(VERSION|PROTOCOL|HANDSHAKE)/;

/** What a mail that was not sent means, and whether it may be sent later. */
export function toMailError(error: unknown): DomainError {
  const failure = error as SmtpFailure;
  // Without its cause: what a server answers to credentials may repeat them.
  if (failure.code === 'EAUTH') return authenticationError(failure);
  const { responseCode } = failure;
  return responseCode === undefined ? withoutReply(failure) : refused(failure, responseCode);
}

function authenticationError({ responseCode: status }: SmtpFailure): DomainError {
  const reply = status === undefined ? '' : ` (${status})`;
  return status !== undefined && status < 500
    ? new DomainError('unavailable', `The mail server cannot check the platform's credentials now${reply}.`)
    : new DomainError('permission_denied', `The mail server refuses the credentials of SMTP_URL${reply}.`);
}

function refused(failure: SmtpFailure, status: number): DomainError {
  const said = (failure.response ?? '').replace(/\s+/g, ' ').slice(0, MOST_SAID);
  const isOfTls = failure.code === 'ETLS';
  const what = isOfTls ? 'The mail server does not begin TLS, which is required' : 'The mail server refused';
  const code = isOfTls ? laterOrNever(status) : codeOf(status, said);
  return new DomainError(code, `${what}: ${said}`, { smtp_status: status }, { cause: failure });
}

function codeOf(status: number, said: string): ErrorCode {
  if (WANTS_CREDENTIALS.includes(status)) return 'permission_denied';
  if (COME_AGAIN.test(said)) return 'rate_limited';
  // Bad sequence of commands: the session was confused, not the mail refused.
  return status === 503 ? 'unavailable' : laterOrNever(status);
}

function laterOrNever(status: number): ErrorCode {
  return status >= 500 ? 'rejected' : 'unavailable';
}

/** Where the server has said nothing of it; after the mail's last byte it may have taken it all the same. */
function withoutReply(failure: SmtpFailure): DomainError {
  const [code, told] = meaningOf(failure);
  return new DomainError(code, told, {}, { cause: failure });
}

function meaningOf({ code, originalCode, message }: SmtpFailure): [ErrorCode, string] {
  if (code === 'ETIMEDOUT' || code === 'EABORT') return ['timeout', 'The mail server did not answer in time.'];
  if (UNTRUSTED.test(originalCode ?? ''))
    return ['rejected', `The mail server's TLS or certificate is not acceptable (${originalCode}).`];
  if (code === 'EDNS') return ['unavailable', "The mail server's name could not be resolved."];
  // Found before anything was sent: an address or a size that the server would not take.
  if (code === 'EENVELOPE' || code === 'EMESSAGE')
    return ['rejected', `The mail cannot be sent: ${message.slice(0, MOST_SAID)}`];
  return ['unavailable', 'The mail server could not be reached, or broke off.'];
}
