import { ApiKeyRepository, type ApiKey } from '@app/application';
import { DomainError, scopeKey, type TenantScope } from '@app/domain';
import { requireScope } from './fake-transactions';

export class FakeApiKeyRepository extends ApiKeyRepository {
  private readonly keys = new Map<string, ApiKey>();

  async findByHash(hash: Buffer): Promise<ApiKey | undefined> {
    return this.keys.get(hash.toString('hex'));
  }

  async save(scope: TenantScope, key: ApiKey, hash: Buffer): Promise<void> {
    requireScope(scope);
    const known = this.keys.get(hash.toString('hex'));
    const isOfScope = (other: ApiKey): boolean => scopeKey(other.scope) === scopeKey(scope);
    const isIdTaken = [...this.keys.values()].some((other) => isOfScope(other) && other.id === key.id);
    if (known ? !isOfScope(known) : isIdTaken) throw new DomainError('conflict', 'Taken.');
    this.keys.set(hash.toString('hex'), { ...key, id: known?.id ?? key.id, scope });
  }
}
