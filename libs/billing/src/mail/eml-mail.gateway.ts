import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { MailGateway, type Mail } from '@app/application';
import type { MailConfig } from '@app/config';
import { scopeKey, type TenantScope } from '@app/domain';

const MESSAGE_ID_HOST = 'billing-workflows.localhost';

/** Mail for development: every message becomes a file that mail programs open. The same key writes the same file. */
@Injectable()
export class EmlMailGateway extends MailGateway {
  private readonly composer = createTransport({ streamTransport: true, buffer: true });

  constructor(private readonly config: MailConfig) {
    super();
  }

  async send(scope: TenantScope, { key, to, from, subject, text, html }: Mail): Promise<{ messageId: string }> {
    const name = createHash('sha256')
      .update(`${scopeKey(scope)}/${key}`)
      .digest('hex')
      .slice(0, 32);
    const messageId = `<${name}@${MESSAGE_ID_HOST}>`;
    const content = { subject, ...(text !== undefined && { text }), ...(html !== undefined && { html }) };
    const { message } = await this.composer.sendMail({ messageId, to, from: from ?? this.config.from, ...content });
    await this.write(`${name}.eml`, message as Buffer);
    return { messageId };
  }

  /** Under another name first: whoever watches the folder sees whole mails only. */
  private async write(name: string, message: Buffer): Promise<void> {
    const { outboxDirectory } = this.config;
    await mkdir(outboxDirectory, { recursive: true });
    const draft = join(outboxDirectory, `.${name}.${process.pid}`);
    await writeFile(draft, message);
    await rename(draft, join(outboxDirectory, name));
  }
}
