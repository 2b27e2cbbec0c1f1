import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { httpConfig } from '@app/config';
import { KafkaBatchServer, RethrowFilter } from '@app/kafka';
import { Logger } from '@app/observability';
import { TriggerModule } from './trigger.module';

async function main(): Promise<void> {
  const app = await NestFactory.create<NestFastifyApplication>(TriggerModule, new FastifyAdapter(), {
    bufferLogs: true,
  });
  app.useLogger(app.get(Logger));
  app.enableShutdownHooks();
  const { host, port } = httpConfig();
  const strategy = app.get(KafkaBatchServer, { strict: false });
  app.connectMicroservice<MicroserviceOptions>({ strategy }).useGlobalFilters(new RethrowFilter());
  await app.startAllMicroservices();
  await app.listen(port, host);
}

void main();
