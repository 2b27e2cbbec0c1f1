import type { Permission, TenantScope } from '@app/domain';

/** A key as it is stored: bound to one scope, its secret known only as a hash. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly scope: TenantScope;
  readonly permissions: readonly Permission[];
  readonly expiresAt?: Date;
}

export abstract class ApiKeyRepository {
  /** Looks a key up before any scope is known. Revoked keys are not found. @param hash SHA-256 of the whole key */
  abstract findByHash(hash: Buffer): Promise<ApiKey | undefined>;
  /** Stores a key; the same hash again replaces its name and permissions. */
  abstract save(scope: TenantScope, key: ApiKey, hash: Buffer): Promise<void>;
}
