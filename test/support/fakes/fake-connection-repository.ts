import {
  ConnectionRepository,
  type Connection,
  type ConnectionSecrets,
  type ManagedConnection,
} from '@app/application';
import { DomainError, scopeKey, type TenantScope } from '@app/domain';
import { requireScope } from './fake-transactions';

interface Row {
  readonly scope: TenantScope;
  readonly connection: Connection;
  readonly secrets: ConnectionSecrets;
}

export class FakeConnectionRepository extends ConnectionRepository {
  private readonly rows = new Map<string, Row>();

  async find(scope: TenantScope): Promise<ManagedConnection | undefined> {
    const row = this.of(scope);
    return row && { ...row.connection, webhookSecretCount: row.secrets.webhookSecrets.length };
  }

  async insert(scope: TenantScope, connection: Connection, secrets: ConnectionSecrets): Promise<void> {
    if (this.of(scope)) throw new DomainError('conflict', 'This environment has a connection already.');
    this.rows.set(scopeKey(scope), { scope, connection, secrets });
  }

  async update(scope: TenantScope, connection: Connection, since: Date, secrets?: ConnectionSecrets): Promise<boolean> {
    const row = this.of(scope);
    const isThat = row?.connection.id === connection.id && +row.connection.updatedAt === +since;
    if (isThat) this.rows.set(scopeKey(scope), { scope, connection, secrets: secrets ?? row.secrets });
    return isThat;
  }

  async remove(scope: TenantScope, id: string): Promise<boolean> {
    return this.of(scope)?.connection.id === id && this.rows.delete(scopeKey(scope));
  }

  async secrets(scope: TenantScope): Promise<{ connection: Connection; secrets: ConnectionSecrets } | undefined> {
    return this.of(scope);
  }

  async forWebhook(connectionId: string): Promise<{ scope: TenantScope; secrets: readonly string[] } | undefined> {
    const row = [...this.rows.values()].find(({ connection }) => connection.id === connectionId);
    if (!row || row.secrets.webhookSecrets.length === 0) return undefined;
    return { scope: row.scope, secrets: row.secrets.webhookSecrets };
  }

  private of(scope: TenantScope): Row | undefined {
    requireScope(scope);
    return this.rows.get(scopeKey(scope));
  }
}
