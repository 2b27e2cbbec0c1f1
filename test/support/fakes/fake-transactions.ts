import { AsyncLocalStorage } from 'node:async_hooks';
import { Transactions } from '@app/application';
import { scopeKey, type TenantScope } from '@app/domain';

/** Runs work without undoing anything; refuses what the real one refuses. */
export class FakeTransactions extends Transactions {
  private readonly ambient = new AsyncLocalStorage<string>();

  async run<T>(scope: TenantScope, work: () => Promise<T>): Promise<T> {
    requireScope(scope);
    const current = this.ambient.getStore();
    if (current !== undefined && current !== scopeKey(scope)) throw new Error('A transaction of another scope');
    return this.ambient.run(scopeKey(scope), work);
  }
}

/** As the real adapters do: without a scope nothing happens. */
export function requireScope({ tenantId, environmentId }: TenantScope): void {
  if (!tenantId || !environmentId) throw new Error('Query attempted without a tenant scope');
}
