import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { MailGateway, type Mail } from '@app/application';
import type { TenantScope } from '@app/domain';
import { mailName, type MailComposer } from './mail-composer';

/** Mail for development: every message becomes a file that mail programs open. The same key writes the same file. */
export class EmlMailGateway extends MailGateway {
  private readonly writer = createTransport({ streamTransport: true, buffer: true });

  constructor(
    private readonly directory: string,
    private readonly composer: MailComposer,
  ) {
    super();
  }

  async send(scope: TenantScope, mail: Mail): Promise<{ messageId: string }> {
    const composed = await this.composer.compose(scope, mail);
    const { message } = await this.writer.sendMail(composed);
    await this.write(`${mailName(scope, mail.key)}.eml`, message as Buffer);
    return { messageId: composed.messageId };
  }

  /** Under another name first: whoever watches the folder sees whole mails only. */
  private async write(name: string, message: Buffer): Promise<void> {
    await mkdir(this.directory, { recursive: true });
    const draft = join(this.directory, `.${name}.${process.pid}`);
    await writeFile(draft, message);
    await rename(draft, join(this.directory, name));
  }
}
