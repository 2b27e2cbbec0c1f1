import 'reflect-metadata';
import {
  billingConfig,
  databaseConfig,
  encryptionConfig,
  flexpriceConfig,
  flowConfig,
  httpConfig,
  kafkaConfig,
  logConfig,
  temporalConfig,
} from '@app/config';
import { createApp } from './create-app';

async function main(): Promise<void> {
  const { host, port } = httpConfig();
  const app = await createApp({
    billing: billingConfig(),
    database: databaseConfig(),
    encryption: encryptionConfig(),
    flexprice: flexpriceConfig(),
    flow: flowConfig(),
    kafka: kafkaConfig(),
    log: logConfig(),
    temporal: temporalConfig(),
  });
  // Probes first: while Kafka is away the process lives, and says that it is not ready.
  await app.listen(port, host);
  await app.startAllMicroservices();
}

void main();
