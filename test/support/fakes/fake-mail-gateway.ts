import { MailGateway, type Mail } from '@app/application';
import { scopeKey, type TenantScope } from '@app/domain';

export class FakeMailGateway extends MailGateway {
  /** By message id: a repeat takes the place of the first. */
  readonly sent = new Map<string, Mail>();

  async send(scope: TenantScope, mail: Mail): Promise<{ messageId: string }> {
    const messageId = `<${scopeKey(scope)}/${mail.key}@fake>`;
    this.sent.set(messageId, mail);
    return { messageId };
  }
}
