import type { Permission, TenantScope } from '@app/domain';
import type { Page, PageOf } from '../shared/page';

/** A key as it is stored: bound to one scope, its secret known only as a hash. `key_…`. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly scope: TenantScope;
  readonly permissions: readonly Permission[];
  readonly expiresAt?: Date;
}

/** What is shown of a key to those who manage it. */
export interface ManagedApiKey extends ApiKey {
  /** The first characters of its secret, to recognise it by. */
  readonly prefix: string;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly lastUsedAt?: Date;
  readonly revokedAt?: Date;
}

/** A secret as it is stored. */
export interface KeySecret {
  /** SHA-256 of the whole key. */
  readonly hash: Buffer;
  readonly prefix: string;
}

export abstract class ApiKeyRepository {
  /** Looks a key up before any scope is known, by its secret or a former one in its overlap. Not a revoked one. */
  abstract findByHash(hash: Buffer): Promise<ApiKey | undefined>;
  /** Stores a key; the same hash again replaces its name and permissions. Throws `conflict`. */
  abstract save(scope: TenantScope, key: ManagedApiKey, hash: Buffer): Promise<void>;
  abstract findById(scope: TenantScope, id: string): Promise<ManagedApiKey | undefined>;
  /** Newest first, revoked ones included. */
  abstract list(scope: TenantScope, page: Page): Promise<PageOf<ManagedApiKey>>;
  /** Opens nothing any more. @returns whether it was open before */
  abstract revoke(scope: TenantScope, id: string, at: Date): Promise<boolean>;
  /**
   * Gives an open key another secret; the one before opens until then too. While a former one still opens, only a
   * rotation without overlap is taken: else a secret that is in use would end early.
   * @returns whether it was
   */
  abstract rotate(scope: TenantScope, id: string, secret: KeySecret, formerUntil: Date): Promise<boolean>;
  /** It was used just now. */
  abstract touch(scope: TenantScope, id: string, at: Date): Promise<void>;
}
