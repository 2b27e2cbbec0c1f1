import { Injectable } from '@nestjs/common';
import { ApiKeyRepository, type ApiKey } from '@app/application';
import { DomainError, type Permission, type TenantScope } from '@app/domain';
import { scoped } from '../connection/scoped';
import { ScopedDatabase } from '../connection/scoped-database';
import { violates } from '../connection/translate-database-error';

interface FoundKey {
  readonly id: string;
  readonly name: string;
  readonly tenant_id: string;
  readonly environment_id: string;
  readonly permissions: Permission[];
  readonly expires_at: Date | null;
}

/** A revoked key stays revoked. */
const SAVE = `
  INSERT INTO workflow.api_keys AS k (tenant_id, environment_id, id, name, hash, permissions, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (tenant_id, environment_id, hash)
    DO UPDATE SET name = excluded.name, permissions = excluded.permissions, expires_at = excluded.expires_at`;

@Injectable()
export class TypeOrmApiKeyRepository extends ApiKeyRepository {
  constructor(private readonly database: ScopedDatabase) {
    super();
  }

  async findByHash(hash: Buffer): Promise<ApiKey | undefined> {
    const sql = 'SELECT * FROM workflow.api_key_by_hash($1)';
    const [row] = await this.database.queryUnscoped<FoundKey>(sql, [hash]);
    return row && fromFoundKey(row);
  }

  async save(scope: TenantScope, { id, name, permissions, expiresAt }: ApiKey, hash: Buffer): Promise<void> {
    const { tenantId, environmentId } = scoped(scope);
    const parameters = [tenantId, environmentId, id, name, hash, permissions, expiresAt ?? null];
    try {
      await this.database.run(scope, (manager) => manager.query(SAVE, parameters));
    } catch (error) {
      if (!violates(error, 'api_keys_hash') && !violates(error, 'api_keys_pkey')) throw error;
      throw new DomainError('conflict', `The id "${id}" or the key itself is taken.`, { id });
    }
  }
}

function fromFoundKey({ id, name, tenant_id, environment_id, permissions, expires_at }: FoundKey): ApiKey {
  const scope = { tenantId: tenant_id, environmentId: environment_id };
  return { id, name, scope, permissions, ...(expires_at && { expiresAt: expires_at }) };
}
