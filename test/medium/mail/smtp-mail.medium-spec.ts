import type { SMTPServerOptions } from 'smtp-server';
import type { Mail } from '@app/application';
import { aConnection, SECRETS } from '../../support/builders/connections';
import { ACME_PROD, GLOBEX_PROD } from '../../support/builders/scopes';
import { describeMailGateway } from '../../support/contracts/mail-gateway.contract';
import { MailServer } from '../../support/mail/mail-server';
import { startMail, type RunningMail } from '../../support/mail/smtp-gateway';

const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function setup(
  settings: Record<string, string> = {},
  options?: SMTPServerOptions,
): Promise<RunningMail & { server: MailServer }> {
  const server = await MailServer.start(options);
  endings.push(() => server.stop());
  const mail = await startMail({ SMTP_URL: `smtp://127.0.0.1:${server.port}`, ...settings });
  endings.push(() => mail.close());
  return { ...mail, server };
}

describeMailGateway('A mail server', async () => {
  const { gateway, server } = await setup();
  return { gateway, count: async () => new Set(server.mails.map(({ messageId }) => messageId)).size };
});

const MAIL: Mail = { key: 'exec_1:mail', to: 'ada@example.com', subject: 'Grüße', text: 'Plain', html: '<b>Rich</b>' };

describe('mail by SMTP', () => {
  it('brings the whole mail to its recipient', async () => {
    const { gateway, server } = await setup();
    const { messageId } = await gateway.send(ACME_PROD, MAIL);
    expect(server.mails).toMatchObject([{ from: 'billing@platform.example', to: ['ada@example.com'], messageId }]);
    expect(messageId).toMatch(/^<[0-9a-f]{32}@platform\.example>$/);
    const headers = [
      'From: Billing <billing@platform.example>',
      'To: ada@example.com',
      'Auto-Submitted: auto-generated',
    ];
    for (const part of [...headers, 'Plain', '<b>Rich</b>', 'Subject: =?UTF-8?'])
      expect(server.mails[0]?.source).toContain(part);
  });

  it("comes from the scope's own sender, under the same Message-ID", async () => {
    const { gateway, server, connections } = await setup();
    await connections.insert(ACME_PROD, aConnection({ mailFrom: 'Acme <hello@acme.example>' }), SECRETS);
    for (const scope of [ACME_PROD, GLOBEX_PROD]) await gateway.send(scope, MAIL);
    await gateway.send(ACME_PROD, { ...MAIL, from: 'Sales <sales@acme.example>' });
    const senders = ['hello@acme.example', 'billing@platform.example', 'sales@acme.example'];
    expect(server.mails.map(({ from }) => from)).toEqual(senders);
    expect(server.mails[2]?.messageId).toBe(server.mails[0]?.messageId);
  });

  it('comes only from domains that are allowed', async () => {
    const { gateway, server } = await setup({ MAIL_FROM_DOMAINS: 'acme.example' });
    const foreign = gateway.send(ACME_PROD, { ...MAIL, from: 'hello@globex.example' });
    await expect(foreign).rejects.toMatchObject({ code: 'rejected' });
    await gateway.send(ACME_PROD, { ...MAIL, from: 'hello@acme.example' });
    expect(server.mails.map(({ from }) => from)).toEqual(['hello@acme.example']);
  });

  it('cannot be given further recipients or headers by a sender or a subject', async () => {
    const { gateway, server } = await setup();
    const from = 'Ada\r\nBcc: x@example.com <ada@example.com>';
    await gateway.send(ACME_PROD, { ...MAIL, from, subject: 'Hi\r\nBcc: all@example.com\r\n\r\nBody' });
    expect(server.mails).toMatchObject([{ from: 'ada@example.com', to: ['ada@example.com'] }]);
    expect(server.mails[0]?.source).not.toMatch(/^Bcc:/im);
  });

  it('goes over one connection, mail by mail', async () => {
    const { gateway, server } = await setup();
    for (const key of ['a', 'b', 'c']) await gateway.send(ACME_PROD, { ...MAIL, key });
    expect([server.mails.length, server.connections]).toEqual([3, 1]);
  });

  it('goes over no more connections than the pool has', async () => {
    const { gateway, server } = await setup({ SMTP_POOL_SIZE: '2' });
    const keys = Array.from({ length: 12 }, (_, index) => `key ${index}`);
    await Promise.all(keys.map((key) => gateway.send(ACME_PROD, { ...MAIL, key })));
    expect([server.mails.length, server.connections]).toEqual([12, 2]);
  });

  it('finds a new connection when the server has ended the idle one', async () => {
    const { gateway, server } = await setup();
    await gateway.send(ACME_PROD, { ...MAIL, key: 'a' });
    server.hangUp();
    await gateway.send(ACME_PROD, { ...MAIL, key: 'b' });
    expect([server.mails.length, server.connections]).toEqual([2, 2]);
  });

  it.each([
    ['the greeting', 'greeting', '421 4.3.2 Not now', 'unavailable'],
    ['the sender', 'sender', '553 5.7.1 Not yours', 'rejected'],
    ['the sender', 'sender', '451 4.3.0 Try again', 'unavailable'],
    ['the recipient', 'recipient', '550 5.1.1 No such user', 'rejected'],
    ['the recipient', 'recipient', '450 4.7.1 Greylisted', 'rate_limited'],
    ['the mail', 'mail', '554 5.7.1 Spam', 'rejected'],
    ['the mail', 'mail', '452 4.3.1 No space', 'unavailable'],
  ] as const)('is told that %s is refused (%s, %s): %s', async (_what, moment, reply, code) => {
    const { gateway, server } = await setup();
    server.sayNext(moment, reply);
    const failure = {
      code,
      message: expect.stringContaining(reply) as unknown,
      details: { smtp_status: Number(reply.slice(0, 3)) },
    };
    await expect(gateway.send(ACME_PROD, MAIL)).rejects.toMatchObject(failure);
    expect(server.mails).toEqual([]);
    await gateway.send(ACME_PROD, MAIL);
    expect(server.mails).toHaveLength(1);
  });

  it('is larger than the server takes', async () => {
    const { gateway, server } = await setup({}, { size: 1000, rejectOversized: true });
    const large = gateway.send(ACME_PROD, { ...MAIL, text: 'x'.repeat(2000) });
    await expect(large).rejects.toMatchObject({ code: 'rejected', message: expect.stringContaining('552') as unknown });
    expect(server.mails).toEqual([]);
  });

  it.each([
    ['cut', 'unavailable'],
    ['silence', 'timeout'],
  ] as const)('may have arrived although its reply is lost (%s); a repeat is recognisable', async (how, code) => {
    const { gateway, server } = await setup({ SMTP_TIMEOUT_SECONDS: '1' });
    await gateway.send(ACME_PROD, { ...MAIL, key: 'one before' });
    server.loseNextReply(how);
    await expect(gateway.send(ACME_PROD, MAIL)).rejects.toMatchObject({ code });
    // Whether it is sent again is for the engine alone to say.
    expect(server.mails).toHaveLength(2);
    const { messageId } = await gateway.send(ACME_PROD, MAIL);
    expect(server.mails.slice(1).map((mail) => mail.messageId)).toEqual([messageId, messageId]);
  });

  it('waits for a server that is away no longer than for an answer', async () => {
    const { gateway, server } = await setup();
    await server.stop();
    await expect(gateway.send(ACME_PROD, MAIL)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('is finished before the worker ends, and none is begun after that', async () => {
    const running = await setup();
    const { gateway, server } = running;
    const sent = gateway.send(ACME_PROD, MAIL);
    await waitForOffer(server);
    await running.close();
    await sent;
    expect(server.mails).toHaveLength(1);
    await expect(gateway.send(ACME_PROD, MAIL)).rejects.toMatchObject({ code: 'unavailable' });
  });
});

async function waitForOffer(server: MailServer): Promise<void> {
  while (server.offers === 0) await new Promise(setImmediate);
}
