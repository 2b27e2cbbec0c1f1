import { mailConfig } from './mail';

const MAIL_FROM = 'Acme <billing@acme.example>';
const smtp = (SMTP_URL: string, more: Record<string, string> = {}) => mailConfig({ SMTP_URL, MAIL_FROM, ...more });

describe('mailConfig', () => {
  it('is a folder where no server is named', () => {
    const config = { from: 'Billing <billing@localhost>', fromDomains: [], outboxDirectory: './outbox' };
    expect(mailConfig({ MAIL_OUTBOX_DIR: './outbox' })).toEqual(config);
    expect(() => mailConfig({})).toThrow('Configuration: MAIL_OUTBOX_DIR is not set.');
  });

  it.each<[string, object]>([
    ['smtp://mail.example', { host: 'mail.example', port: 587, secure: false }],
    ['smtp://mail.example:2525/', { host: 'mail.example', port: 2525, secure: false }],
    ['smtps://mail.example', { host: 'mail.example', port: 465, secure: true }],
    ['smtp://[::1]:25', { host: '::1', port: 25, secure: false }],
    [
      'smtp://us%40er:p%2Fs%23s@mail.example',
      { host: 'mail.example', port: 587, secure: false, credentials: { user: 'us@er', password: 'p/s#s' } },
    ],
  ])('reads %s', (url, server) => {
    const { from, fromDomains, ...rest } = smtp(url);
    expect([from, fromDomains, rest]).toEqual([
      ...[
        MAIL_FROM,
        [],
        { smtp: { startTls: expect.any(String) as unknown, poolSize: 5, timeoutSeconds: 25, ...server } },
      ],
    ]);
  });

  it.each<[string, Record<string, string>, string]>([
    ['mail.example', {}, 'required'],
    ['10.0.0.1', {}, 'required'],
    ['localhost', {}, 'opportunistic'],
    ['127.0.0.1', {}, 'opportunistic'],
    ['[::1]', {}, 'opportunistic'],
    ['localhost.example', {}, 'required'],
    ['127.0.0.1.example', {}, 'required'],
    ['localhost', { SMTP_STARTTLS: 'required' }, 'required'],
    ['mail.example', { SMTP_STARTTLS: 'off' }, 'off'],
  ])('begins TLS with %s, given %j: %s', (host, more, startTls) => {
    expect(smtp(`smtp://${host}`, more)).toMatchObject({ smtp: { startTls } });
  });

  it.each([
    ['no URL', 'mail.example'],
    ['neither smtp:// nor smtps://', 'https://user:hunter2@mail.example'],
    ['without a host', 'smtp://'],
    ['followed by more than host and port', 'smtp://user:hunter2@mail.example?pool=true'],
    ['followed by more than host and port', 'smtp://mail.example/#hunter2'],
    ['with only one of user and password', 'smtp://hunter2@mail.example'],
    ['with only one of user and password', 'smtp://:hunter2@mail.example'],
    ['not percent-encoded in user or password', 'smtp://user:hunter2%@mail.example'],
    ['no URL', 'smtp://user:hunter2#@mail.example:port'],
  ])('says what is wrong (%s), and not what may be a password', (fault, url) => {
    const told = fails(() => smtp(url));
    expect(told).toContain(`SMTP_URL is ${fault}; it is smtp://user:password@host:587 or smtps://`);
    expect(told).not.toContain('hunter2');
  });

  it('wants a sender where mails are delivered', () => {
    expect(fails(() => mailConfig({ SMTP_URL: 'smtp://mail.example' }))).toBe('Configuration: MAIL_FROM is not set.');
  });

  it.each([
    'billing',
    'Billing <billing>',
    'a@b.example, c@d.example',
    'A <a@b.example> B',
    '<a@b.example',
    'a b@c.example',
  ])('refuses %s as a sender', (from) => {
    expect(fails(() => smtp('smtp://mail.example', { MAIL_FROM: from }))).toContain('MAIL_FROM is "');
  });

  it.each(['billing@acme.example', '<a@b.example>', 'Grüße, Acme <a@b.example>', '"Acme, Inc." <a@b.example>'])(
    'takes %s as a sender',
    (from) => {
      expect(smtp('smtp://mail.example', { MAIL_FROM: from }).from).toBe(from);
    },
  );

  it('reads the domains that may be sent from, the pool and the patience', () => {
    const more = { MAIL_FROM_DOMAINS: 'acme.example, b.example', SMTP_POOL_SIZE: '2', SMTP_TIMEOUT_SECONDS: '60' };
    expect(smtp('smtp://mail.example', more)).toMatchObject({
      ...{ fromDomains: ['acme.example', 'b.example'], smtp: { poolSize: 2, timeoutSeconds: 60 } },
    });
    expect(fails(() => smtp('smtp://mail.example', { SMTP_STARTTLS: 'maybe', SMTP_POOL_SIZE: '0' }))).toBe(
      'Configuration: SMTP_STARTTLS is "maybe", not one of: required, opportunistic, off; ' +
        'SMTP_POOL_SIZE is "0", not a whole number of at least 1.',
    );
  });
});

function fails(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('It was taken.');
}
