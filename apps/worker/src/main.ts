import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { httpConfig } from '@app/config';
import { Logger } from '@app/observability';
import { WorkerModule } from './worker.module';

async function main(): Promise<void> {
  const app = await NestFactory.create<NestFastifyApplication>(WorkerModule, new FastifyAdapter(), {
    bufferLogs: true,
  });
  app.useLogger(app.get(Logger));
  app.enableShutdownHooks();
  const { host, port } = httpConfig();
  await app.listen(port, host);
}

void main();
