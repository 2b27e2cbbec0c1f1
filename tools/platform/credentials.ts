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
  credentials: Credential[];
}

const READ = ['workflows:read', 'billing:read'];
const WRITE = ['workflows:write', 'workflows:execute', 'billing:write'];
const FULL = [...READ, ...WRITE, 'api_keys:read', 'api_keys:write'];
const TENANTS = ['tenant_acme', 'tenant_globex'];
const ENVIRONMENTS = ['env_development', 'env_production'];

/** Two tenants × two environments with every permission, and one key that may only read; made once, then kept. */
export function loadSecrets(file: string): Secrets {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(newSecrets(), null, 2), { mode: 0o600 });
  }
  const { jwt_secret, credentials } = JSON.parse(readFileSync(file, 'utf8')) as Secrets;
  return { jwt_secret, credentials: credentials.map(withPresentPermissions) };
}

/** A file of long ago knows fewer permissions than there are today. */
function withPresentPermissions(credential: Credential): Credential {
  const isFull = credential.permissions.includes('workflows:write');
  return { ...credential, permissions: isFull ? FULL : READ };
}

function newSecrets(): Secrets {
  const scopes = TENANTS.flatMap((tenant) => ENVIRONMENTS.map((environment) => [tenant, environment] as const));
  const full = scopes.map(([tenant, environment]) => credential(tenant, environment, FULL));
  return { jwt_secret: token(), credentials: [...full, credential('tenant_acme', 'env_production', READ)] };
}

function credential(tenant_id: string, environment_id: string, permissions: string[]): Credential {
  return { tenant_id, environment_id, api_key: `wk_${token()}`, permissions };
}

function token(): string {
  return randomBytes(32).toString('base64url');
}
