import { isEmail } from 'class-validator';
import { MailGateway, type Mail } from '@app/application';
import { DomainError, scopeKey, type TenantScope } from '@app/domain';

export class FakeMailGateway extends MailGateway {
  /** By message id: a repeat takes the place of the first. */
  readonly sent = new Map<string, Mail>();

  async send(scope: TenantScope, mail: Mail): Promise<{ messageId: string }> {
    if (!isEmail(mail.to)) throw new DomainError('rejected', `"${mail.to}" is not one mail address.`);
    const messageId = `<${scopeKey(scope)}/${mail.key}@fake>`;
    this.sent.set(messageId, mail);
    return { messageId };
  }
}
