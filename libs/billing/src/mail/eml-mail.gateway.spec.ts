import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACME_PROD } from '../../../../test/support/builders/scopes';
import { describeMailGateway } from '../../../../test/support/contracts/mail-gateway.contract';
import { EmlMailGateway } from './eml-mail.gateway';

const folders: string[] = [];

function setup(): { gateway: EmlMailGateway; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'outbox-'));
  folders.push(folder);
  return {
    gateway: new EmlMailGateway({ outboxDirectory: join(folder, 'mails'), from: 'Billing <b@example.com>' }),
    folder,
  };
}

afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

describeMailGateway('The folder of .eml files', async () => {
  const { gateway, folder } = setup();
  return { gateway, count: async () => readdirSync(join(folder, 'mails')).length };
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

  it('cannot be given further headers by an address or a subject', async () => {
    const { gateway, folder } = setup();
    const subject = 'Hi\r\nBcc: all@example.com';
    await gateway.send(ACME_PROD, { key: 'k', to: 'ada@example.com\r\nBcc: x@example.com', subject, text: 'x' });
    const [file = ''] = readdirSync(join(folder, 'mails'));
    expect(readFileSync(join(folder, 'mails', file), 'utf8')).not.toMatch(/^Bcc:/im);
  });
});
