import { createHash } from 'node:crypto';
import { isEmail } from 'class-validator';
import type { Mail } from '@app/application';
import { DomainError, scopeKey, type TenantScope } from '@app/domain';
import type { MailSenders } from './mail-senders';
import { domainOf, type Mailbox } from './mailbox';

/** A mail as nodemailer takes it. Addresses are objects: it looks for no further ones in them. */
export interface ComposedMail {
  readonly messageId: string;
  readonly from: Mailbox;
  readonly to: Mailbox;
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly disableFileAccess: true;
  readonly disableUrlAccess: true;
}

/** Makes mails of what steps send, the same for every way that they go. */
export class MailComposer {
  constructor(private readonly senders: MailSenders) {}

  /** @throws rejected where recipient or sender is not one address, or the sender is not allowed */
  async compose(scope: TenantScope, { key, to, from, subject, text, html }: Mail): Promise<ComposedMail> {
    if (!isEmail(to)) throw new DomainError('rejected', `"${to}" is not one mail address.`);
    return {
      messageId: `<${mailName(scope, key)}@${domainOf(this.senders.own)}>`,
      from: await this.senders.of(scope, from),
      to: { name: '', address: to },
      subject,
      ...(text !== undefined && { text }),
      ...(html !== undefined && { html }),
      // So that no holiday notice answers it (RFC 3834).
      headers: { 'Auto-Submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
    };
  }
}

/** The same for the same key of the same scope, and for no other. */
export function mailName(scope: TenantScope, key: string): string {
  const hash = createHash('sha256').update(`${scopeKey(scope)}/${key}`);
  return hash.digest('hex').slice(0, 32);
}
