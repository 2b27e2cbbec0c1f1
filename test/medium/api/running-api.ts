import { randomBytes } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiKeyRepository, generateApiKey } from '@app/application';
import type { AuthConfig, EncryptionKey } from '@app/config';
import { PERMISSIONS, type Permission, type TenantScope } from '@app/domain';
import { ApiModule } from '../../../apps/api/src/api.module';
import { createApp } from '../../../apps/api/src/http/create-app';
import { anApiKey } from '../../support/builders/api-keys';
import { freshDatabase } from '../../support/database/fresh-database';
import { createTopics } from '../../support/kafka/topics';
import { serverAddresses } from '../../support/servers/server-addresses';

export const JWT_SECRET = 'a-shared-secret-of-thirty-two-bytes-or-more';

export const SCOPES = {
  acme: { tenantId: 'tenant_acme', environmentId: 'env_production' },
  acmeDevelopment: { tenantId: 'tenant_acme', environmentId: 'env_development' },
  globex: { tenantId: 'tenant_globex', environmentId: 'env_production' },
} as const;

/** Who calls: the full key of a scope, a reader of acme's, one whom nobody knows, or none. */
export type Caller = keyof typeof SCOPES | 'reader' | 'unknown' | 'nobody';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Called {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly body: Record<string, unknown>;
}

export interface RunningApi {
  readonly app: NestFastifyApplication;
  /** Of events; it exists only where that was asked for. */
  readonly topic: string;
  call(who: Caller, method: Method, path: string, body?: unknown, headers?: object): Promise<Called>;
  stop(): Promise<void>;
}

export interface ApiOptions {
  readonly auth?: AuthConfig;
  readonly corsOrigins?: readonly string[];
  /** Has the topic of events made too, so that they can be published. */
  readonly hasTopic?: boolean;
  /** Default: one that is made up. */
  readonly encryptionKeys?: readonly EncryptionKey[];
  /** Of the servers that may be connected to; none by default. */
  readonly flexpriceOrigins?: readonly string[];
}

/** The API in this process, over a database of its own. */
export async function runApi(options: ApiOptions = {}): Promise<RunningApi> {
  const database = await freshDatabase();
  const api = await runApiOn(database.url, options);
  const stop = async (): Promise<void> => {
    await api.stop();
    await database.drop();
  };
  return { ...api, stop };
}

/** The API in this process, over a given database. */
export async function runApiOn(url: string, options: ApiOptions = {}): Promise<RunningApi> {
  const kafka = kafkaOfNobody();
  if (options.hasTopic) await createTopics({ topic: kafka.topic });
  const app = await createApp(
    ApiModule.forRoot({
      auth: { jwtSecret: JWT_SECRET, ...options.auth },
      billing: { adapter: 'embedded', sandboxFaults: false },
      database: { url, poolSize: 5 },
      encryption: { keys: options.encryptionKeys ?? [{ id: 'test', bytes: randomBytes(32) }] },
      flexprice: { origins: options.flexpriceOrigins ?? [] },
      kafka,
      log: { level: 'fatal' },
    }),
    { corsOrigins: options.corsOrigins ?? [] },
  );
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const keys = await makeKeys(app.get(ApiKeyRepository, { strict: false }));
  const call: RunningApi['call'] = async (who, method, path, body, headers = {}) => {
    const key = keys[who];
    const answer = await app.inject({
      method,
      url: path.startsWith('/') ? path : `/api/v1/${path}`,
      headers: { ...(key !== undefined && { authorization: `Bearer ${key}` }), ...headers },
      ...(body !== undefined && { payload: body as object }),
    });
    return { status: answer.statusCode, headers: answer.headers, body: answer.body === '' ? {} : answer.json() };
  };
  return { app, topic: kafka.topic, call, stop: () => app.close() };
}

/** A topic of its own: what the relay publishes here is no other test's event. */
function kafkaOfNobody() {
  const topic = `api_${Date.now()}_${process.pid}`;
  return { brokers: serverAddresses().kafka, clientId: 'api', topic, deadLetterTopic: `${topic}.dlq`, groupId: topic };
}

async function makeKeys(repository: ApiKeyRepository): Promise<Record<Caller, string | undefined>> {
  const make = async (scope: TenantScope, name: string, permissions: readonly Permission[]): Promise<string> => {
    const { key, hash, prefix } = generateApiKey();
    await repository.save(scope, anApiKey({ id: `key_${name}`, name, scope, permissions, prefix }), hash);
    return key;
  };
  return {
    acme: await make(SCOPES.acme, 'acme', PERMISSIONS),
    acmeDevelopment: await make(SCOPES.acmeDevelopment, 'acme_development', PERMISSIONS),
    globex: await make(SCOPES.globex, 'globex', PERMISSIONS),
    reader: await make(SCOPES.acme, 'reader', ['workflows:read', 'billing:read']),
    unknown: generateApiKey().key,
    nobody: undefined,
  };
}
