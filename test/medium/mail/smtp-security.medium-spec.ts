import { inspect } from 'node:util';
import type { SMTPServerOptions } from 'smtp-server';
import type { Mail } from '@app/application';
import { ACME_PROD } from '../../support/builders/scopes';
import { selfSigned, trust, type Certificate } from '../../support/mail/certificates';
import { LOGIN, MailServer } from '../../support/mail/mail-server';
import { startMail } from '../../support/mail/smtp-gateway';

const MAIL: Mail = { key: 'exec_1:mail', to: 'ada@example.com', subject: 'Hi', text: 'there' };
const endings: (() => Promise<void>)[] = [];
let trusted: Certificate;
let strange: Certificate;
let distrust: () => void;

beforeAll(async () => {
  [trusted, strange] = [await selfSigned(), await selfSigned()];
  distrust = trust(trusted);
});
afterAll(() => distrust());
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** What became of one mail to such a server. */
async function outcome(
  options: SMTPServerOptions,
  settings: Record<string, string> = {},
  [scheme, login]: [string, string?] = ['smtp'],
): Promise<unknown> {
  const server = await MailServer.start(options);
  endings.push(() => server.stop());
  const url = `${scheme}://${login === undefined ? '' : `${login}@`}127.0.0.1:${server.port}`;
  const mail = await startMail({ SMTP_URL: url, ...settings });
  endings.push(() => mail.close());
  await mail.gateway.send(ACME_PROD, MAIL);
  const [sent] = server.mails;
  return { isEncrypted: sent?.isEncrypted, ...(sent?.user !== undefined && { user: sent.user }) };
}

const REQUIRED = { SMTP_STARTTLS: 'required' };
const WITHOUT_TLS = { disabledCommands: ['STARTTLS'] };
const ENCODED = `${LOGIN.user}:${encodeURIComponent(LOGIN.password)}`;

describe('TLS', () => {
  it.each<[string, () => SMTPServerOptions, Record<string, string>, string, boolean]>([
    ['begins with the mail where it is required', () => trusted, REQUIRED, 'smtp', true],
    ['is there from the first byte', () => ({ ...trusted, secure: true }), {}, 'smtps', true],
    ['is taken where it is offered, whoever it is', () => strange, { SMTP_STARTTLS: 'opportunistic' }, 'smtp', true],
    ['is done without where it need not be', () => WITHOUT_TLS, { SMTP_STARTTLS: 'opportunistic' }, 'smtp', false],
    ['is not begun where it is off', () => trusted, { SMTP_STARTTLS: 'off' }, 'smtp', false],
    ['need not be on this machine', () => WITHOUT_TLS, {}, 'smtp', false],
  ])('%s', async (_what, options, settings, scheme, isEncrypted) => {
    expect(await outcome(options(), settings, [scheme])).toEqual({ isEncrypted });
  });

  it.each<[string, () => SMTPServerOptions, string, RegExp]>([
    ['is required but not offered', () => WITHOUT_TLS, 'smtp', /does not begin TLS, which is required: 5\d\d/],
    [
      "has a stranger's certificate",
      () => strange,
      'smtp',
      /certificate is not acceptable \(DEPTH_ZERO_SELF_SIGNED_CERT\)/,
    ],
    [
      "has a stranger's certificate from the first byte",
      () => ({ ...strange, secure: true }),
      'smtps',
      /certificate is not acceptable \(DEPTH_ZERO_SELF_SIGNED_CERT\)/,
    ],
    [
      'is too old',
      () => ({ ...trusted, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }),
      'smtp',
      /TLS or certificate is not acceptable/,
    ],
    ['is not spoken there', () => WITHOUT_TLS, 'smtps', /TLS or certificate is not acceptable \(ERR_SSL_/],
  ])('that %s is no matter for a retry', async (_what, options, scheme, message) => {
    const failure = { code: 'rejected', message: expect.stringMatching(message) as unknown };
    await expect(outcome(options(), REQUIRED, [scheme])).rejects.toMatchObject(failure);
  });
});

describe('the login', () => {
  it('is the one of the URL', async () => {
    expect(await outcome(trusted, REQUIRED, ['smtp', ENCODED])).toEqual({ isEncrypted: true, user: LOGIN.user });
  });

  it('is refused once and for all, and nothing tells it, whatever the server says', async () => {
    const failure: unknown = await outcome(trusted, REQUIRED, ['smtp', `${LOGIN.user}:s3cret`]).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({
      code: 'permission_denied',
      message: 'The mail server refuses the credentials of SMTP_URL (535).',
    });
    expect(inspect(failure, { depth: null, showHidden: true })).not.toMatch(/s3cret|No such login/);
  });

  it('is missing where the server wants one', async () => {
    const failure = { code: 'permission_denied', message: expect.stringContaining('530') as unknown };
    await expect(outcome({ ...trusted, authOptional: false }, REQUIRED)).rejects.toMatchObject(failure);
  });
});
