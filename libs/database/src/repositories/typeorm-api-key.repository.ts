import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import {
  ApiKeyRepository,
  type ApiKey,
  type KeySecret,
  type ManagedApiKey,
  type Page,
  type PageOf,
} from '@app/application';
import { DomainError, type Permission, type TenantScope } from '@app/domain';
import { scoped } from '../connection/scoped';
import { ScopedDatabase } from '../connection/scoped-database';
import { violates } from '../connection/translate-database-error';
import { ApiKeyEntity } from '../entities/api-key.entity';

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
  INSERT INTO workflow.api_keys AS k
    (tenant_id, environment_id, id, name, hash, prefix, permissions, expires_at, created_at, created_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
  ON CONFLICT (tenant_id, environment_id, hash)
    DO UPDATE SET name = excluded.name, permissions = excluded.permissions, expires_at = excluded.expires_at`;

const ROTATE = `
  UPDATE workflow.api_keys SET former_hash = hash, former_until = $6, hash = $4, prefix = $5
  WHERE tenant_id = $1 AND environment_id = $2 AND id = $3 AND revoked_at IS NULL
    AND (expires_at IS NULL OR expires_at > now())
    AND ($6 <= now() + interval '1 second' OR former_until IS NULL OR former_until <= now())
  RETURNING id`;

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

  async save(scope: TenantScope, key: ManagedApiKey, hash: Buffer): Promise<void> {
    const { tenantId, environmentId } = scoped(scope);
    const { id, name, prefix, permissions, expiresAt = null, createdAt, createdBy } = key;
    const parameters = [tenantId, environmentId, id, name, hash, prefix, permissions, expiresAt, createdAt, createdBy];
    try {
      await this.database.run(scope, (manager) => manager.query(SAVE, parameters));
    } catch (error) {
      if (!violates(error, 'api_keys_hash') && !violates(error, 'api_keys_pkey')) throw error;
      throw new DomainError('conflict', `The id "${id}" or the key itself is taken.`, { id });
    }
  }

  async findById(scope: TenantScope, id: string): Promise<ManagedApiKey | undefined> {
    const where = { id, ...scoped(scope) };
    const row = await this.database.run(scope, (manager) => manager.findOneBy(ApiKeyEntity, where));
    return row ? fromRow(row) : undefined;
  }

  async list(scope: TenantScope, { limit, offset }: Page): Promise<PageOf<ManagedApiKey>> {
    const order = { createdAt: 'DESC', id: 'DESC' } as const;
    const [rows, total] = await this.database.run(scope, (manager) =>
      manager.findAndCount(ApiKeyEntity, { where: scoped(scope), order, take: limit, skip: offset }),
    );
    return { items: rows.map(fromRow), total };
  }

  async revoke(scope: TenantScope, id: string, at: Date): Promise<boolean> {
    const open = { id, revokedAt: IsNull(), ...scoped(scope) };
    const { affected } = await this.database.run(scope, (manager) =>
      manager.update(ApiKeyEntity, open, { revokedAt: at }),
    );
    return affected === 1;
  }

  async rotate(scope: TenantScope, id: string, { hash, prefix }: KeySecret, formerUntil: Date): Promise<boolean> {
    const { tenantId, environmentId } = scoped(scope);
    const parameters = [tenantId, environmentId, id, hash, prefix, formerUntil];
    const [rows] = await this.database.run(scope, (manager) => manager.query<[unknown[], number]>(ROTATE, parameters));
    return rows.length === 1;
  }

  async touch(scope: TenantScope, id: string, at: Date): Promise<void> {
    const key = { id, ...scoped(scope) };
    await this.database.run(scope, (manager) => manager.update(ApiKeyEntity, key, { lastUsedAt: at }));
  }
}

function fromFoundKey({ id, name, tenant_id, environment_id, permissions, expires_at }: FoundKey): ApiKey {
  const scope = { tenantId: tenant_id, environmentId: environment_id };
  return { id, name, scope, permissions, ...(expires_at && { expiresAt: expires_at }) };
}

function fromRow({ tenantId, environmentId, ...row }: ApiKeyEntity): ManagedApiKey {
  const { id, name, prefix, permissions, createdAt, createdBy, expiresAt, lastUsedAt, revokedAt } = row;
  return {
    ...{ id, name, prefix, permissions, createdAt, createdBy, scope: { tenantId, environmentId } },
    ...(expiresAt && { expiresAt }),
    ...(lastUsedAt && { lastUsedAt }),
    ...(revokedAt && { revokedAt }),
  };
}
