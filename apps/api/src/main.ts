import 'reflect-metadata';
import {
  authConfig,
  billingConfig,
  databaseConfig,
  encryptionConfig,
  flexpriceConfig,
  httpConfig,
  kafkaConfig,
  logConfig,
} from '@app/config';
import { ApiModule } from './api.module';
import { createApp } from './http/create-app';

async function main(): Promise<void> {
  const { host, port, corsOrigins, trustedProxies } = httpConfig();
  const app = await createApp(
    ApiModule.forRoot({
      auth: authConfig(),
      billing: billingConfig(),
      database: databaseConfig(),
      encryption: encryptionConfig(),
      flexprice: flexpriceConfig(),
      kafka: kafkaConfig(),
      log: logConfig(),
    }),
    { corsOrigins, trustedProxies },
  );
  await app.listen(port, host);
}

void main();
