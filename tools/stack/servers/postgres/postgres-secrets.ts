import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const SUPERUSER = 'stack_admin';
export const OWNER_ROLE = 'workflow_owner';
export const APP_ROLE = 'workflow_app';
export const DATABASE = 'workflows';

/** Password of each role. */
export type PostgresSecrets = Record<typeof SUPERUSER | typeof OWNER_ROLE | typeof APP_ROLE, string>;

/** The stack's passwords; undefined when none were made yet. */
export function readSecrets(directory: string): PostgresSecrets | undefined {
  const file = secretsFile(directory);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as PostgresSecrets) : undefined;
}

/** Makes new ones. Readable by their owner alone, and in one step. */
export function createSecrets(directory: string): PostgresSecrets {
  const password = () => randomBytes(18).toString('hex');
  const secrets = { [SUPERUSER]: password(), [OWNER_ROLE]: password(), [APP_ROLE]: password() };
  const draft = `${secretsFile(directory)}.draft`;
  writeFileSync(draft, JSON.stringify(secrets), { mode: 0o600 });
  renameSync(draft, secretsFile(directory));
  return secrets;
}

export function postgresUrl(
  secrets: PostgresSecrets,
  role: keyof PostgresSecrets,
  port: number,
  database = DATABASE,
): string {
  return `postgres://${role}:${secrets[role]}@127.0.0.1:${port}/${database}`;
}

function secretsFile(directory: string): string {
  return join(directory, 'postgres-secrets.json');
}
