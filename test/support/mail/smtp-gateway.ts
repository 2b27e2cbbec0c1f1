import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ConnectionRepository, MailGateway } from '@app/application';
import { MailModule } from '@app/billing';
import { mailConfig } from '@app/config';
import { FakeConnectionRepository } from '../fakes/fake-connection-repository';

export interface RunningMail {
  readonly gateway: MailGateway;
  readonly connections: FakeConnectionRepository;
  /** As the worker ends. */
  close(): Promise<void>;
}

const PLATFORM = 'Billing <billing@platform.example>';

@Module({})
class ConnectionsModule {}

/** The mail port as the worker has it, by the settings of a server. */
export async function startMail(settings: Record<string, string>): Promise<RunningMail> {
  const connections = new FakeConnectionRepository();
  const provider = { provide: ConnectionRepository, useValue: connections };
  const root = {
    module: class MailAppModule {},
    imports: [
      { module: ConnectionsModule, global: true, providers: [provider], exports: [provider] },
      MailModule.forRoot(mailConfig({ MAIL_FROM: PLATFORM, ...settings })),
    ],
  };
  const app = await NestFactory.createApplicationContext(root, { logger: false });
  return { gateway: app.get(MailGateway), connections, close: () => app.close() };
}
