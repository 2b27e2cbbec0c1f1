import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { KafkaBatchServer, RethrowFilter } from '@app/kafka';
import { Logger } from '@app/observability';
import { TriggerModule, type TriggerConfig } from './trigger.module';

/** The consumer and the probes in one application; neither runs yet. */
export async function createApp(config: TriggerConfig): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(TriggerModule.forRoot(config), new FastifyAdapter(), {
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(app.get(Logger));
  app.enableShutdownHooks();
  const strategy = app.get(KafkaBatchServer, { strict: false });
  app.connectMicroservice<MicroserviceOptions>({ strategy }).useGlobalFilters(new RethrowFilter());
  return app;
}
