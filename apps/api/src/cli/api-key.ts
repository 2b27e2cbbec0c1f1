import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { Audit, CreateApiKey, GetApiKey, ListApiKeys, RevokeApiKey } from '@app/application';
import { databaseConfig } from '@app/config';
import { DatabaseModule } from '@app/database';
import {
  isPermission,
  PERMISSIONS,
  SCOPE_ID_PATTERN,
  type Caller,
  type Permission,
  type TenantScope,
} from '@app/domain';

const USAGE = `npm run api-key -- create --tenant T --environment E --name N [--permissions P,P] [--expires-in-days D]
npm run api-key -- list   --tenant T --environment E
npm run api-key -- revoke --tenant T --environment E --id KEY

Permissions: ${PERMISSIONS.join(', ')}; left out: all of them.`;

const DAY_MS = 86_400_000;
const MOST_DAYS = 36_500;
const MOST_NAME = 255;

@Module({
  imports: [DatabaseModule.forRoot(databaseConfig())],
  providers: [Audit, CreateApiKey, GetApiKey, ListApiKeys, RevokeApiKey],
})
class ApiKeyModule {}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    ...{
      tenant: { type: 'string' },
      environment: { type: 'string' },
      name: { type: 'string' },
      id: { type: 'string' },
    },
    ...{ permissions: { type: 'string' }, 'expires-in-days': { type: 'string' } },
  },
});

type Command = (app: INestApplicationContext, scope: TenantScope) => Promise<string[]>;
const COMMANDS: Readonly<Record<string, Command>> = { create, list, revoke };

/** Makes the first key of a scope, which no other key can make; and shows and revokes keys when nothing else can. */
async function main(): Promise<void> {
  const command = COMMANDS[positionals[0] ?? ''];
  if (!command) throw new Error(USAGE);
  const scope = { tenantId: scopeId('tenant'), environmentId: scopeId('environment') };
  const app = await NestFactory.createApplicationContext(ApiKeyModule, { logger: ['error', 'warn'] });
  try {
    for (const line of await command(app, scope)) process.stdout.write(`${line}\n`);
  } finally {
    await app.close();
  }
}

async function create(app: INestApplicationContext, scope: TenantScope): Promise<string[]> {
  const days = values['expires-in-days'];
  const expiresAt = days === undefined ? undefined : new Date(Date.now() + wholeDays(days) * DAY_MS);
  const command = {
    name: keyName(),
    permissions: permissions(),
    by: operator(scope),
    ...(expiresAt && { expiresAt }),
  };
  const { apiKey, secret } = await app.get(CreateApiKey).execute(scope, command);
  return [`${apiKey.id} is made; its secret is shown this once:`, secret];
}

async function list(app: INestApplicationContext, scope: TenantScope): Promise<string[]> {
  const { items, total } = await app.get(ListApiKeys).execute(scope, { page: { limit: 100, offset: 0 } });
  const lines = items.map(({ id, prefix, name, permissions: may, revokedAt }) =>
    [id, `${prefix}…`, name, may.join(','), revokedAt ? 'revoked' : ''].join('\t'),
  );
  return [...lines, `${items.length} of ${total}`];
}

async function revoke(app: INestApplicationContext, scope: TenantScope): Promise<string[]> {
  const id = required('id');
  await app.get(RevokeApiKey).execute(scope, { id, by: operator(scope) });
  return [`${id} is revoked.`];
}

/** Who has the database has everything; the audit says that it was done from here. */
function operator(scope: TenantScope): Caller {
  const origin = { route: `npm run api-key ${positionals[0]}`, requestId: randomUUID(), address: 'command line' };
  return { scope, kind: 'user', actorId: `operator:${operatorName()}`, permissions: PERMISSIONS, origin };
}

function permissions(): readonly Permission[] {
  if (values.permissions === undefined) return PERMISSIONS;
  const wanted = values.permissions.split(',').map((name) => name.trim());
  const unknown = wanted.filter((name) => !isPermission(name));
  if (unknown.length > 0) throw new Error(`There is no permission ${unknown.join(', ')}.\n\n${USAGE}`);
  return wanted.filter(isPermission);
}

/** A container's user may have no name. */
function operatorName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}

function keyName(): string {
  const name = required('name').trim();
  if (name !== '' && name.length <= MOST_NAME) return name;
  throw new Error(`--name has 1 to ${MOST_NAME} characters.`);
}

function scopeId(name: 'tenant' | 'environment'): string {
  const id = required(name);
  if (SCOPE_ID_PATTERN.test(id)) return id;
  throw new Error(`--${name} is up to 64 letters, digits and . _ : -, and begins with a letter or digit.`);
}

function wholeDays(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days > 0 && days <= MOST_DAYS) return days;
  throw new Error(`--expires-in-days is a whole number from 1 to ${MOST_DAYS}, not "${text}".`);
}

function required(name: 'tenant' | 'environment' | 'name' | 'id'): string {
  const value = values[name];
  if (value) return value;
  throw new Error(`--${name} is missing.\n\n${USAGE}`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
