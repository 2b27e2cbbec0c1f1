import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { KafkaBatchServer } from '@app/kafka';
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
  app.connectMicroservice<MicroserviceOptions>({ strategy: app.get(KafkaBatchServer, { strict: false }) });
  return app;
}
