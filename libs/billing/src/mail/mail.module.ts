import { Module, type DynamicModule } from '@nestjs/common';
import { MailGateway } from '@app/application';
import type { MailConfig } from '@app/config';
import { EmlMailGateway } from './eml-mail.gateway';

/** The mail port. */
@Module({})
export class MailModule {
  static forRoot(config: MailConfig): DynamicModule {
    const gateway = { provide: MailGateway, useFactory: () => new EmlMailGateway(config) };
    return { module: MailModule, global: true, providers: [gateway], exports: [MailGateway] };
  }
}
