import { EnvReader, type Environment } from './env-reader';

// Where the servers are that the platform needs, and what is ours on them.

export interface DatabaseConfig {
  /** Connection URL of the application's role: neither owner nor superuser, so that row-level security holds. */
  readonly url: string;
  readonly poolSize: number;
  /** After so long the server gives a statement up. Default 30 seconds. */
  readonly statementTimeoutMs?: number;
}

export interface MigrationConfig {
  /** Connection URL of the role that owns the tables. */
  readonly ownerUrl: string;
  /** The application's role, which migrations grant access to. */
  readonly applicationRole: string;
}

export interface KafkaConfig {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly topic: string;
  readonly deadLetterTopic: string;
  readonly groupId: string;
}

export interface TemporalConfig {
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
}

export function databaseConfig(env: Environment = process.env): DatabaseConfig {
  const read = new EnvReader(env);
  return read.done({
    url: read.text('DATABASE_URL'),
    poolSize: read.whole('DATABASE_POOL_SIZE', 10, 1),
    statementTimeoutMs: read.whole('DATABASE_STATEMENT_TIMEOUT_MS', 30_000, 1),
  });
}

export function migrationConfig(env: Environment = process.env): MigrationConfig {
  const read = new EnvReader(env);
  const applicationRole = read.text('DATABASE_APPLICATION_ROLE', 'workflow_app');
  return read.done({ ownerUrl: read.text('DATABASE_OWNER_URL'), applicationRole });
}

export function kafkaConfig(env: Environment = process.env): KafkaConfig {
  const read = new EnvReader(env);
  const topic = read.text('KAFKA_TOPIC', 'system_events');
  return read.done({
    brokers: read.list('KAFKA_BROKERS'),
    clientId: read.text('KAFKA_CLIENT_ID', 'billing-workflows'),
    topic,
    deadLetterTopic: read.text('KAFKA_DLQ_TOPIC', `${topic}.dlq`),
    groupId: read.text('KAFKA_GROUP_ID', 'workflow-trigger'),
  });
}

export function temporalConfig(env: Environment = process.env): TemporalConfig {
  const read = new EnvReader(env);
  return read.done({
    address: read.text('TEMPORAL_ADDRESS'),
    namespace: read.text('TEMPORAL_NAMESPACE', 'default'),
    taskQueue: read.text('TEMPORAL_TASK_QUEUE', 'billing-workflows'),
  });
}
