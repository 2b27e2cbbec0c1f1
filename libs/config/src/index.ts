export type { Environment } from './env-reader';
export { mailConfig, type MailConfig, type SenderConfig, type SmtpConfig } from './mail';
export { setNativeThreads } from './native-threads';
export {
  authConfig,
  billingConfig,
  encryptionConfig,
  flexpriceConfig,
  flowConfig,
  httpConfig,
  logConfig,
  workerConfig,
  type AuthConfig,
  type BillingConfig,
  type EncryptionConfig,
  type EncryptionKey,
  type FlexpriceConfig,
  type FlowConfig,
  type HttpConfig,
  type LogConfig,
  type WorkerConfig,
} from './sections';
export {
  databaseConfig,
  kafkaConfig,
  migrationConfig,
  temporalConfig,
  type DatabaseConfig,
  type KafkaConfig,
  type MigrationConfig,
  type TemporalConfig,
} from './servers';
