import { Module, type DynamicModule } from '@nestjs/common';
import { ConnectionRepository, MailGateway } from '@app/application';
import type { MailConfig } from '@app/config';
import { EmlMailGateway } from './eml-mail.gateway';
import { MailComposer } from './mail-composer';
import { MailSenders } from './mail-senders';
import { SmtpMailGateway } from './smtp-mail.gateway';

/** The mail port. Needs a DatabaseModule, for the senders of connections. */
@Module({})
export class MailModule {
  static forRoot(config: MailConfig): DynamicModule {
    const useFactory = (connections: ConnectionRepository): MailGateway =>
      gatewayFor(config, new MailComposer(new MailSenders(config, connections)));
    const gateway = { provide: MailGateway, inject: [ConnectionRepository], useFactory };
    return { module: MailModule, global: true, providers: [gateway], exports: [MailGateway] };
  }
}

function gatewayFor(config: MailConfig, composer: MailComposer): MailGateway {
  return 'smtp' in config
    ? new SmtpMailGateway(config.smtp, composer)
    : new EmlMailGateway(config.outboxDirectory, composer);
}
