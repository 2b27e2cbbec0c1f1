import { newId, type RunEffects } from '@app/application';
import type { CompensableStepType, JsonObject, TenantScope } from '@app/domain';
import { ACME_PROD, GLOBEX_PROD, NO_SCOPE } from '../builders/scopes';

export interface EffectsWorld {
  readonly effects: RunEffects;
  /** A run begins an effect on a customer. @param output what came of it; without one no answer has come */
  begin(
    scope: TenantScope,
    executionId: string,
    operation: CompensableStepType,
    customerId: string,
    output?: JsonObject,
  ): Promise<void>;
}

/** What every RunEffects must do. @param setup gives a world that holds nothing */
export function describeRunEffects(name: string, setup: () => Promise<EffectsWorld>): void {
  describe(`${name} as the memory of what runs have done`, () => {
    const since = new Date(Date.now() - 60_000);
    const search = { madeIds: [] as string[], customerIds: [] as string[], since };
    let world: EffectsWorld;
    beforeEach(async () => {
      world = await setup();
    });

    it.each<[CompensableStepType, JsonObject, string | undefined]>([
      ['assign_plan', { subscriptionId: 'subs_1', planId: 'plan_1', status: 'active' }, 'subs_1'],
      ['create_wallet', { walletId: 'wallet_1', adopted: false }, 'wallet_1'],
      ['create_wallet', { walletId: 'wallet_1', adopted: true }, undefined],
      ['grant_credits', { transactionId: 'wtxn_1', walletId: 'wallet_1' }, 'wtxn_1'],
      ['create_entitlement', { entitlementId: 'ent_1' }, 'ent_1'],
      ['update_customer', { customerId: 'cust_1', changed: [] }, undefined],
    ])('%s with %j has made %s', async (operation, output, madeId) => {
      await world.begin(ACME_PROD, 'exec_1', operation, 'cust_1', output);
      const expected = {
        ...{ executionId: 'exec_1', operation, customerId: 'cust_1', actedAt: expect.any(Date) as Date },
        ...(madeId !== undefined && { madeId }),
      };
      expect(await world.effects.search(ACME_PROD, { ...search, customerIds: ['cust_1'] })).toEqual([expected]);
      const byId = { ...search, madeIds: [madeId ?? 'wallet_1'], since: new Date(Date.now() + 60_000) };
      expect(await world.effects.search(ACME_PROD, byId)).toEqual(madeId === undefined ? [] : [expected]);
    });

    it('finds each effect once, of the customers and since the time that are asked for', async () => {
      const customerId = newId('cust');
      await world.begin(ACME_PROD, 'exec_1', 'assign_plan', customerId, { subscriptionId: 'subs_1' });
      await world.begin(ACME_PROD, 'exec_2', 'update_customer', customerId);
      await world.begin(ACME_PROD, 'exec_3', 'update_customer', 'cust_other');
      const found = async (asked: Partial<typeof search>): Promise<string[]> =>
        (await world.effects.search(ACME_PROD, { ...search, ...asked })).map(({ executionId }) => executionId).sort();
      expect(await found({ customerIds: [customerId], madeIds: ['subs_1'] })).toEqual(['exec_1', 'exec_2']);
      expect(await found({ customerIds: [customerId], since: new Date(Date.now() + 60_000) })).toEqual([]);
      expect(await found({ customerIds: ['cust_other', customerId] })).toEqual(['exec_1', 'exec_2', 'exec_3']);
    });

    it('shows nothing to another scope, and nothing without one', async () => {
      await world.begin(ACME_PROD, 'exec_1', 'assign_plan', 'cust_1', { subscriptionId: 'subs_1' });
      const all = { ...search, customerIds: ['cust_1'], madeIds: ['subs_1'] };
      expect(await world.effects.search(GLOBEX_PROD, all)).toEqual([]);
      await expect(world.effects.search(NO_SCOPE, all)).rejects.toThrow('scope');
    });
  });
}
