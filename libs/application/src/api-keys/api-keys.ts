import { Injectable } from '@nestjs/common';
import { DomainError, NotFound, type Caller, type Permission, type TenantScope } from '@app/domain';
import { ApiKeyRepository, type ManagedApiKey } from '../ports/api-key-repository';

/** A key and its secret, which is shown this once. */
export interface IssuedApiKey {
  readonly apiKey: ManagedApiKey;
  readonly secret: string;
}

/** One key of a scope. Throws `not_found`. */
@Injectable()
export class GetApiKey {
  constructor(private readonly keys: ApiKeyRepository) {}

  async execute(scope: TenantScope, { id }: { id: string }): Promise<ManagedApiKey> {
    const key = await this.keys.findById(scope, id);
    if (!key) throw new NotFound('API key', id);
    return key;
  }
}

/** Nobody hands out more than they hold: whoever makes or renews a key could use it. Throws `permission_denied`. */
export function mustHoldAll({ permissions: held }: Caller, wanted: readonly Permission[]): void {
  const missing = wanted.filter((permission) => !held.includes(permission));
  if (missing.length === 0) return;
  const message = `You do not hold ${missing.join(', ')} yourself.`;
  throw new DomainError('permission_denied', message, { missing });
}

/** What the audit keeps of a key: never its secret. */
export function auditedKey({ name, permissions, expiresAt, prefix }: ManagedApiKey): object {
  return { name, permissions, expires_at: expiresAt?.toISOString() ?? null, prefix };
}
