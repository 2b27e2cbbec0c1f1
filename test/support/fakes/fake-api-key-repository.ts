import {
  ApiKeyRepository,
  type ApiKey,
  type KeySecret,
  type ManagedApiKey,
  type Page,
  type PageOf,
} from '@app/application';
import { DomainError, scopeKey, type TenantScope } from '@app/domain';
import { requireScope } from './fake-transactions';

interface Row {
  key: ManagedApiKey;
  hash: string;
  former?: { readonly hash: string; readonly until: Date };
}

export class FakeApiKeyRepository extends ApiKeyRepository {
  private readonly rows: Row[] = [];

  async findByHash(hash: Buffer): Promise<ApiKey | undefined> {
    const wanted = hash.toString('hex');
    const found = this.rows.find(
      (row) => row.hash === wanted || (row.former?.hash === wanted && row.former.until > new Date()),
    );
    if (!found || found.key.revokedAt) return undefined;
    const { id, name, scope, permissions, expiresAt } = found.key;
    return { id, name, scope, permissions, ...(expiresAt && { expiresAt }) };
  }

  async save(scope: TenantScope, key: ManagedApiKey, hash: Buffer): Promise<void> {
    const known = this.rows.find((row) => row.hash === hash.toString('hex'));
    const isIdTaken = this.of(scope).some((other) => other.key.id === key.id);
    if (known ? scopeKey(known.key.scope) !== scopeKey(scope) : isIdTaken) throw new DomainError('conflict', 'Taken.');
    if (known) known.key = { ...known.key, name: key.name, permissions: key.permissions };
    else this.rows.push({ key: { ...key, scope }, hash: hash.toString('hex') });
  }

  async findById(scope: TenantScope, id: string): Promise<ManagedApiKey | undefined> {
    return this.of(scope).find(({ key }) => key.id === id)?.key;
  }

  async list(scope: TenantScope, { limit, offset }: Page): Promise<PageOf<ManagedApiKey>> {
    const keys = this.of(scope).map(({ key }) => key);
    return { items: keys.reverse().slice(offset, offset + limit), total: keys.length };
  }

  async revoke(scope: TenantScope, id: string, at: Date): Promise<boolean> {
    const row = this.of(scope).find(({ key }) => key.id === id && !key.revokedAt);
    if (row) row.key = { ...row.key, revokedAt: at };
    return row !== undefined;
  }

  async rotate(scope: TenantScope, id: string, { hash, prefix }: KeySecret, formerUntil: Date): Promise<boolean> {
    const row = this.of(scope).find(({ key }) => key.id === id && !key.revokedAt);
    const now = new Date();
    const isChangingOver = row?.former && row.former.until > now && formerUntil.getTime() > now.getTime() + 1000;
    if (!row || isChangingOver || (row.key.expiresAt && row.key.expiresAt <= now)) return false;
    row.former = { hash: row.hash, until: formerUntil };
    row.hash = hash.toString('hex');
    row.key = { ...row.key, prefix };
    return true;
  }

  async touch(scope: TenantScope, id: string, at: Date): Promise<void> {
    for (const row of this.of(scope)) if (row.key.id === id) row.key = { ...row.key, lastUsedAt: at };
  }

  private of(scope: TenantScope): Row[] {
    requireScope(scope);
    return this.rows.filter(({ key }) => scopeKey(key.scope) === scopeKey(scope));
  }
}
