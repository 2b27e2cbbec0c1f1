import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACME_PROD } from '../../../../test/support/builders/scopes';
import { describeMailGateway } from '../../../../test/support/contracts/mail-gateway.contract';
import { FakeConnectionRepository } from '../../../../test/support/fakes/fake-connection-repository';
import { EmlMailGateway } from './eml-mail.gateway';
import { MailComposer } from './mail-composer';
import { MailSenders } from './mail-senders';

const folders: string[] = [];

function setup(): { gateway: EmlMailGateway; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'outbox-'));
  folders.push(folder);
  const senders = new MailSenders({ from: 'Billing <b@example.com>', fromDomains: [] }, new FakeConnectionRepository());
  return { gateway: new EmlMailGateway(join(folder, 'mails'), new MailComposer(senders)), folder };
}

/** The folder is made with its first mail. */
function mailsIn(folder: string): string[] {
  return readdirSync(folder).includes('mails') ? readdirSync(join(folder, 'mails')) : [];
}

afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

describeMailGateway('The folder of .eml files', async () => {
  const { gateway, folder } = setup();
  return { gateway, count: async () => mailsIn(folder).length };
});

describe('an .eml file', () => {
  it('is a whole mail, with text in every language and both bodies', async () => {
    const { gateway, folder } = setup();
    const mail = { key: 'k', to: 'ada@example.com', subject: 'Grüße', text: 'Plain', html: '<b>Rich</b>' };
    const { messageId } = await gateway.send(ACME_PROD, mail);
    const [file = ''] = readdirSync(join(folder, 'mails'));
    const content = readFileSync(join(folder, 'mails', file), 'utf8');
    expect(file).toMatch(/\.eml$/);
    for (const part of ['To: ada@example.com', 'From: Billing <b@example.com>', 'Plain', '<b>Rich</b>', messageId])
      expect(content).toContain(part);
    expect(content).toMatch(/^Subject: =\?UTF-8\?/m);
  });

  it('cannot be given further headers by a sender or a subject', async () => {
    const { gateway, folder } = setup();
    const subject = 'Hi\r\nBcc: all@example.com';
    const from = 'Ada\r\nBcc: x@example.com <ada@example.com>';
    await gateway.send(ACME_PROD, { key: 'k', to: 'ada@example.com', from, subject, text: 'x' });
    const [file = ''] = readdirSync(join(folder, 'mails'));
    expect(readFileSync(join(folder, 'mails', file), 'utf8')).not.toMatch(/^Bcc:/im);
  });
});
