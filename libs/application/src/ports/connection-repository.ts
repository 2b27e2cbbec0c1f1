import type { TenantScope } from '@app/domain';

/** Where a scope's billing is done, without what opens it. `conn_…`. */
export interface Connection {
  readonly id: string;
  readonly provider: 'flexprice';
  /** Absolute, without a slash at its end. */
  readonly baseUrl: string;
  /** The server's own environment, for keys that are not bound to one. */
  readonly environmentId?: string;
  /** Sender of mails; left out: the platform's. */
  readonly mailFrom?: string;
  /** The user whose credential it is, as the server says: what it did, we did. */
  readonly userId: string;
  /** The server's own onboarding is active too: both would act on a new customer. */
  readonly hasBuiltInOnboarding: boolean;
  readonly checkedAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What opens a server, and what its webhooks are signed with; several while one replaces another. */
export interface ConnectionSecrets {
  readonly apiKey: string;
  readonly webhookSecrets: readonly string[];
}

/** A connection as those who manage it see it. */
export interface ManagedConnection extends Connection {
  readonly webhookSecretCount: number;
}

/** At most one connection of a scope. Its secrets are stored sealed, and bound to their row. */
export abstract class ConnectionRepository {
  abstract find(scope: TenantScope): Promise<ManagedConnection | undefined>;
  /** Throws `conflict` when the scope has one, `rejected` where nothing can be sealed. */
  abstract insert(scope: TenantScope, connection: Connection, secrets: ConnectionSecrets): Promise<void>;
  /**
   * Replaces the connection of that id if nobody has updated it since. Left out, the secrets stay as they are.
   * @param since its `updatedAt` when it was read
   * @returns whether it was replaced
   */
  abstract update(
    scope: TenantScope,
    connection: Connection,
    since: Date,
    secrets?: ConnectionSecrets,
  ): Promise<boolean>;
  /** @returns whether it was there */
  abstract remove(scope: TenantScope, id: string): Promise<boolean>;
  /** Throws `rejected` when they were sealed with a key that is not known any more. */
  abstract secrets(scope: TenantScope): Promise<{ connection: Connection; secrets: ConnectionSecrets } | undefined>;
  /** Looks across scopes: whose webhook it is. None for a connection without webhook secrets. */
  abstract forWebhook(connectionId: string): Promise<{ scope: TenantScope; secrets: readonly string[] } | undefined>;
}
