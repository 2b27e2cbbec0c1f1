import { RunEffects, type EffectSearch } from '@app/application';
import { scopeKey, type CompensableStepType, type JsonObject, type RunEffect, type TenantScope } from '@app/domain';
import { requireScope } from './fake-transactions';

export class FakeRunEffects extends RunEffects {
  private readonly rows: { scope: TenantScope; effect: RunEffect }[] = [];

  /** As a step does. @param output what came of it; without one no answer has come */
  begin(
    scope: TenantScope,
    executionId: string,
    operation: CompensableStepType,
    customerId: string,
    output: JsonObject = {},
  ): void {
    const { transactionId, subscriptionId, entitlementId, walletId, adopted } = output;
    const made = transactionId ?? subscriptionId ?? entitlementId ?? walletId;
    const madeId = typeof made === 'string' && adopted !== true ? { madeId: made } : {};
    this.add(scope, { executionId, operation, customerId, ...madeId, actedAt: new Date() });
  }

  private add(scope: TenantScope, effect: RunEffect): void {
    this.rows.push({ scope, effect });
  }

  async search(scope: TenantScope, { madeIds, customerIds, since }: EffectSearch): Promise<RunEffect[]> {
    requireScope(scope);
    const own = this.rows.filter((row) => scopeKey(row.scope) === scopeKey(scope)).map(({ effect }) => effect);
    return own.filter(
      ({ madeId = '', customerId = '', actedAt }) =>
        madeIds.includes(madeId) || (customerIds.includes(customerId) && actedAt >= since),
    );
  }
}
