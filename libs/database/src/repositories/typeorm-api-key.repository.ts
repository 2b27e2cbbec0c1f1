import { Injectable } from '@nestjs/common';
import { ApiKeyRepository, type ApiKey } from '@app/application';
import type { Permission, TenantScope } from '@app/domain';
import { scoped } from '../connection/scoped';
import { ScopedDatabase } from '../connection/scoped-database';
import { ApiKeyEntity } from '../entities/api-key.entity';

interface FoundKey {
  readonly id: string;
  readonly name: string;
  readonly tenant_id: string;
  readonly environment_id: string;
  readonly permissions: Permission[];
  readonly expires_at: Date | null;
}

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
    const row = { id, name, hash, permissions: [...permissions], expiresAt: expiresAt ?? null, ...scoped(scope) };
    await this.database.run(scope, (manager) => manager.upsert(ApiKeyEntity, row, ['tenantId', 'environmentId', 'id']));
  }
}

function fromFoundKey({ id, name, tenant_id, environment_id, permissions, expires_at }: FoundKey): ApiKey {
  const scope = { tenantId: tenant_id, environmentId: environment_id };
  return { id, name, scope, permissions, ...(expires_at && { expiresAt: expires_at }) };
}
