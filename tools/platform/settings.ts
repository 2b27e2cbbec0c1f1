import { join } from 'node:path';
import { freePort, type StackAddresses } from '../stack/index.ts';
import type { App } from '../build/build.ts';
import type { Secrets } from './credentials.ts';

/** Names that keep platforms apart which share servers; each may be given in the environment. */
export interface Settings {
  topic: string;
  deadLetterTopic: string;
  groupId: string;
  taskQueue: string;
  outbox: string;
  ports: Record<App, number>;
}

export async function chooseSettings(directory: string): Promise<Settings> {
  const topic = process.env.KAFKA_TOPIC || 'system_events';
  const apiPort = Number(process.env.HTTP_PORT) || (await freePort());
  return {
    topic,
    deadLetterTopic: process.env.KAFKA_DLQ_TOPIC || `${topic}.dlq`,
    groupId: process.env.KAFKA_GROUP_ID || 'workflow-trigger',
    taskQueue: process.env.TEMPORAL_TASK_QUEUE || 'billing-workflows',
    outbox: join(process.cwd(), directory, 'outbox'),
    ports: { api: apiPort, trigger: await freePort(), worker: await freePort() },
  };
}

/** What the apps read from their environment, except for the port of each. */
export function appEnvironment(
  addresses: StackAddresses,
  settings: Settings,
  secrets: Secrets,
): Record<string, string> {
  return {
    HTTP_HOST: '127.0.0.1',
    DATABASE_URL: addresses.postgres,
    DATABASE_OWNER_URL: addresses.postgresOwner,
    KAFKA_BROKERS: addresses.kafka.join(','),
    KAFKA_TOPIC: settings.topic,
    KAFKA_DLQ_TOPIC: settings.deadLetterTopic,
    KAFKA_GROUP_ID: settings.groupId,
    TEMPORAL_ADDRESS: addresses.temporal,
    TEMPORAL_NAMESPACE: addresses.temporalNamespace,
    TEMPORAL_TASK_QUEUE: settings.taskQueue,
    MAIL_OUTBOX_DIR: settings.outbox,
    MAIL_FROM: process.env.MAIL_FROM || 'Billing <billing@localhost>',
    AUTH_JWT_SECRET: secrets.jwt_secret,
    ENCRYPTION_KEYS: process.env.ENCRYPTION_KEYS || `development:${secrets.encryption_key}`,
    // Nobody's real server is called by mistake.
    FLEXPRICE_ORIGINS: process.env.FLEXPRICE_ORIGINS || 'http://localhost:8080',
    // Customers may ask for faults, so that failures can be rehearsed.
    SANDBOX_FAULTS: process.env.SANDBOX_FAULTS || 'true',
    // Tests and demonstrations are louder than a tenant.
    API_RATE_LIMIT: process.env.API_RATE_LIMIT || '10000',
  };
}
