import { Injectable } from '@nestjs/common';
import {
  ConnectionRepository,
  type Connection,
  type ConnectionSecrets,
  type ManagedConnection,
} from '@app/application';
import { DomainError, type TenantScope } from '@app/domain';
import { scoped } from '../connection/scoped';
import { ScopedDatabase } from '../connection/scoped-database';
import { violates } from '../connection/translate-database-error';
import { ConnectionEntity } from '../entities/connection.entity';
import { SecretBox } from '../secrets/secret-box';
import { placeOf, toManagedConnection, toRow } from './connection.mapping';

interface WebhookRow {
  readonly tenant_id: string;
  readonly environment_id: string;
  readonly sealed: string[];
}

@Injectable()
export class TypeOrmConnectionRepository extends ConnectionRepository {
  constructor(
    private readonly database: ScopedDatabase,
    private readonly box: SecretBox,
  ) {
    super();
  }

  async find(scope: TenantScope): Promise<ManagedConnection | undefined> {
    const row = await this.row(scope);
    return row && toManagedConnection(row);
  }

  async insert(scope: TenantScope, connection: Connection, secrets: ConnectionSecrets): Promise<void> {
    const { id } = connection;
    const row = { ...scoped(scope), id, ...toRow(connection), ...this.seal(scope, id, secrets) };
    try {
      await this.database.run(scope, (manager) => manager.insert(ConnectionEntity, row));
    } catch (error) {
      if (!violates(error, 'connections_one_of_scope') && !violates(error, 'connections_pkey')) throw error;
      throw new DomainError('conflict', 'This environment has a connection already.');
    }
  }

  async update(scope: TenantScope, connection: Connection, since: Date, secrets?: ConnectionSecrets): Promise<boolean> {
    const { id } = connection;
    const row = { ...toRow(connection), ...(secrets && this.seal(scope, id, secrets)) };
    const known = { ...scoped(scope), id, updatedAt: since };
    const { affected } = await this.database.run(scope, (manager) => manager.update(ConnectionEntity, known, row));
    return affected === 1;
  }

  async remove(scope: TenantScope, id: string): Promise<boolean> {
    const one = { ...scoped(scope), id };
    const { affected } = await this.database.run(scope, (manager) => manager.delete(ConnectionEntity, one));
    return affected === 1;
  }

  async secrets(scope: TenantScope): Promise<{ connection: Connection; secrets: ConnectionSecrets } | undefined> {
    const row = await this.row(scope);
    return row && { connection: toManagedConnection(row), secrets: this.open(scope, row) };
  }

  async forWebhook(connectionId: string): Promise<{ scope: TenantScope; secrets: readonly string[] } | undefined> {
    const sql = 'SELECT * FROM workflow.webhook_secrets($1)';
    const [row] = await this.database.queryUnscoped<WebhookRow>(sql, [connectionId]);
    if (!row) return undefined;
    const scope = { tenantId: row.tenant_id, environmentId: row.environment_id };
    return { scope, secrets: this.openAll(row.sealed, placeOf(scope, connectionId, 'webhook_secret')) };
  }

  private async row(scope: TenantScope): Promise<ConnectionEntity | undefined> {
    const where = scoped(scope);
    const row = await this.database.run(scope, (manager) => manager.findOneBy(ConnectionEntity, where));
    return row ?? undefined;
  }

  private seal(scope: TenantScope, id: string, { apiKey, webhookSecrets }: ConnectionSecrets) {
    const place = placeOf(scope, id, 'webhook_secret');
    return {
      sealedApiKey: this.box.seal(apiKey, placeOf(scope, id, 'api_key')),
      sealedWebhookSecrets: webhookSecrets.map((secret) => this.box.seal(secret, place)),
    };
  }

  private open(scope: TenantScope, { id, sealedApiKey, sealedWebhookSecrets }: ConnectionEntity): ConnectionSecrets {
    return {
      apiKey: this.box.open(sealedApiKey, placeOf(scope, id, 'api_key')),
      webhookSecrets: this.openAll(sealedWebhookSecrets, placeOf(scope, id, 'webhook_secret')),
    };
  }

  private openAll(sealed: readonly string[], place: string): string[] {
    return sealed.map((each) => this.box.open(each, place));
  }
}
