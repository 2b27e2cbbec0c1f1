import { ApiKeyRepository, type ApiKey } from '@app/application';
import type { TenantScope } from '@app/domain';
import { requireScope } from './fake-transactions';

export class FakeApiKeyRepository extends ApiKeyRepository {
  private readonly keys = new Map<string, ApiKey>();

  async findByHash(hash: Buffer): Promise<ApiKey | undefined> {
    return this.keys.get(hash.toString('hex'));
  }

  async save(scope: TenantScope, key: ApiKey, hash: Buffer): Promise<void> {
    requireScope(scope);
    this.keys.set(hash.toString('hex'), { ...key, scope });
  }
}
