import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** An API key of one development scope. */
export interface Credential {
  tenant_id: string;
  environment_id: string;
  api_key: string;
  permissions: string[];
}

export interface Secrets {
  jwt_secret: string;
  /** What secrets of connections are sealed with, 32 bytes in base64. */
  encryption_key: string;
  credentials: Credential[];
}

const READ = ['workflows:read', 'billing:read', 'connections:read'];
const WRITE = ['workflows:write', 'workflows:execute', 'billing:write', 'connections:write'];
const FULL = [...READ, ...WRITE, 'api_keys:read', 'api_keys:write'];
const TENANTS = ['tenant_acme', 'tenant_globex'];
const ENVIRONMENTS = ['env_development', 'env_production'];

/** Two tenants × two environments with every permission, and one key that may only read; made once, then kept; what an older file lacks is added. */
export function loadSecrets(file: string): Secrets {
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>) : {};
  const secrets = { ...newSecrets(), ...kept };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return { ...secrets, credentials: secrets.credentials.map(withPresentPermissions) };
}

/** A file of long ago knows fewer permissions than there are today. */
function withPresentPermissions(credential: Credential): Credential {
  const isFull = credential.permissions.includes('workflows:write');
  return { ...credential, permissions: isFull ? FULL : READ };
}

function newSecrets(): Secrets {
  const scopes = TENANTS.flatMap((tenant) => ENVIRONMENTS.map((environment) => [tenant, environment] as const));
  const full = scopes.map(([tenant, environment]) => credential(tenant, environment, FULL));
  const credentials = [...full, credential('tenant_acme', 'env_production', READ)];
  return { jwt_secret: token(), encryption_key: randomBytes(32).toString('base64'), credentials };
}

function credential(tenant_id: string, environment_id: string, permissions: string[]): Credential {
  return { tenant_id, environment_id, api_key: `wk_${token()}`, permissions };
}

function token(): string {
  return randomBytes(32).toString('base64url');
}
