import { EnvReader, type Environment } from './env-reader';

/** As AES-256 wants them. */
const ENCRYPTION_KEY_BYTES = 32;
const FLEXPRICE_CLOUD = 'https://us.api.flexprice.io,https://api.cloud.flexprice.io';

/** Where a process listens. Port 0: any free one. */
export interface HttpConfig {
  readonly host: string;
  readonly port: number;
  /** Origins whose pages may call the API; none: no cross-origin calls. */
  readonly corsOrigins: readonly string[];
  /** Addresses or networks of proxies whose word on the caller's address is taken; none: the connection's counts. */
  readonly trustedProxies: readonly string[];
}

export interface LogConfig {
  readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';
}

export interface WorkerConfig {
  /** Runs stay with the build that began them (Temporal's Worker Versioning); new ones begin on the promoted build. */
  readonly versioning: boolean;
  /** Workflow tasks at once; each holds its place while its local steps run. */
  readonly tasksAtOnce: number;
}

/** How much of the way from events to runs may be under way. */
export interface FlowConfig {
  /** Runs of one scope that are carried out at the same time; those in a wait are not counted. */
  readonly inFlightPerScope: number;
  /** Runs of one scope that a trigger is starting at the same time. */
  readonly startsAtOnce: number;
  /** With so many pending runs in all, no further events are read until there are fewer. */
  readonly mostPending: number;
  /** With so many events in all that wait for other servers, no further ones are read: they would fill the database. */
  readonly mostDeferred: number;
  /** How long an event can be asked about; 0: for ever. */
  readonly eventRetentionDays: number;
}

/** One key of secrets in the database. */
export interface EncryptionKey {
  /** Stands beside what it has sealed. */
  readonly id: string;
  /** 32 bytes. */
  readonly bytes: Buffer;
}

export interface EncryptionConfig {
  /** The first one seals, every one opens; none: no secret can be stored. */
  readonly keys: readonly EncryptionKey[];
}

export interface FlexpriceConfig {
  /** Of the servers that tenants may connect to: no others are ever called. */
  readonly origins: readonly string[];
}

export interface BillingConfig {
  readonly adapter: 'embedded' | 'flexprice';
  /** Customers' metadata may ask for faults of steps, to rehearse them. Never in production. */
  readonly sandboxFaults: boolean;
}

export interface AuthConfig {
  /** Shared secret of HS256 tokens. Without it and without a key set no token is accepted, keys only. */
  readonly jwtSecret?: string;
  /** Where the public keys of RS256, ES256 and EdDSA tokens are. */
  readonly jwksUrl?: string;
  /** How far clocks may differ. Default 0. */
  readonly clockToleranceSeconds?: number;
  /** How many calls a scope, or an unknown caller's address, may make in a window; 0 or left out: any number. */
  readonly rateLimit?: number;
  readonly rateLimitWindowSeconds?: number;
  readonly jwtIssuer?: string;
  readonly jwtAudience?: string;
}

export function httpConfig(env: Environment = process.env): HttpConfig {
  const read = new EnvReader(env);
  return read.done({
    host: read.text('HTTP_HOST', '0.0.0.0'),
    port: read.whole('HTTP_PORT', 3000),
    corsOrigins: read.optionalList('CORS_ORIGINS'),
    trustedProxies: read.optionalList('HTTP_TRUSTED_PROXIES'),
  });
}

export function logConfig(env: Environment = process.env): LogConfig {
  const read = new EnvReader(env);
  const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
  return read.done({ level: read.oneOf('LOG_LEVEL', levels, 'info') });
}

export function workerConfig(env: Environment = process.env): WorkerConfig {
  const read = new EnvReader(env);
  return read.done({
    versioning: read.oneOf('WORKER_VERSIONING', ['true', 'false'], 'false') === 'true',
    // Where workflows are kept in memory the SDK needs two.
    tasksAtOnce: read.whole('WORKER_TASKS_AT_ONCE', 6, 2),
  });
}

export function flowConfig(env: Environment = process.env): FlowConfig {
  const read = new EnvReader(env);
  return read.done({
    inFlightPerScope: read.whole('IN_FLIGHT_PER_SCOPE', 200, 1),
    startsAtOnce: read.whole('STARTS_AT_ONCE', 2, 1),
    mostPending: read.whole('MOST_PENDING', 20_000, 1),
    mostDeferred: read.whole('MOST_DEFERRED', 1_000_000, 1),
    eventRetentionDays: read.whole('EVENT_RETENTION_DAYS', 30),
  });
}

export function billingConfig(env: Environment = process.env): BillingConfig {
  const read = new EnvReader(env);
  return read.done({
    adapter: read.oneOf('BILLING_ADAPTER', ['embedded', 'flexprice'], 'embedded'),
    sandboxFaults: read.oneOf('SANDBOX_FAULTS', ['true', 'false'], 'false') === 'true',
  });
}

export function encryptionConfig(env: Environment = process.env): EncryptionConfig {
  const read = new EnvReader(env);
  const keys = read.keys('ENCRYPTION_KEYS', ENCRYPTION_KEY_BYTES);
  return read.done({ keys: [...keys].map(([id, bytes]) => ({ id, bytes })) });
}

export function flexpriceConfig(env: Environment = process.env): FlexpriceConfig {
  const read = new EnvReader(env);
  return read.done({ origins: read.origins('FLEXPRICE_ORIGINS', FLEXPRICE_CLOUD) });
}

export function authConfig(env: Environment = process.env): AuthConfig {
  const read = new EnvReader(env);
  const jwtSecret = read.optional('AUTH_JWT_SECRET');
  const jwtIssuer = read.optional('AUTH_JWT_ISSUER');
  const jwtAudience = read.optional('AUTH_JWT_AUDIENCE');
  const jwksUrl = read.url('AUTH_JWKS_URL');
  return read.done({
    clockToleranceSeconds: read.whole('AUTH_CLOCK_TOLERANCE_SECONDS', 5),
    rateLimit: read.whole('API_RATE_LIMIT', 1000),
    rateLimitWindowSeconds: read.whole('API_RATE_LIMIT_WINDOW_SECONDS', 10, 1),
    ...(jwksUrl && { jwksUrl }),
    ...(jwtSecret && { jwtSecret }),
    ...(jwtIssuer && { jwtIssuer }),
    ...(jwtAudience && { jwtAudience }),
  });
}
