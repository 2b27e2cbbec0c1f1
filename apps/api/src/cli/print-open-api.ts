import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { ApiModule } from '../api.module';
import { openApiDocument } from '../open-api/document';

/** Prints the document of the code as it is compiled; nothing is connected, and nothing runs. */
async function main(): Promise<void> {
  const kafka = { brokers: [], clientId: '', topic: '', deadLetterTopic: '', groupId: '' };
  const module = ApiModule.forRoot({
    ...{ auth: {}, billing: { adapter: 'embedded', sandboxFaults: false }, database: { url: '', poolSize: 1 }, kafka },
    ...{ encryption: { keys: [] }, flexprice: { origins: [] }, log: { level: 'fatal' } },
  });
  const app = await NestFactory.create(module, new FastifyAdapter(), { preview: true, logger: false });
  app.setGlobalPrefix('api/v1', { exclude: ['health/live', 'health/ready'] });
  process.stdout.write(`${JSON.stringify(openApiDocument(app), null, 2)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
