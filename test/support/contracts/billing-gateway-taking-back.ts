import type { BillingGateway, Effect } from '@app/application';
import { COMPENSABLE_STEP_TYPES, compensationKey, type CompensableStepType } from '@app/domain';
import { ACME_PROD, STRANGERS } from '../builders/scopes';
import { anEffect, WALLET, type BillingWorld } from './billing-world';

const SWITCH = { id: 'sso', type: 'boolean' } as const;

/** The part of the contract of billing gateways that undoes what the other part did. */
export function describeTakingBack(world: () => BillingWorld): void {
  const gateway = (): BillingGateway => world().gateway;

  describe('takes back, and a second time changes nothing,', () => {
    /** Twice, each time on behalf of another attempt. */
    const undo = async (type: CompensableStepType, { key }: Effect): Promise<void> => {
      const effect = { ...anEffect(), key: compensationKey(key) };
      for (let time = 0; time < 2; time++) await gateway().undo(ACME_PROD, effect, { type, key });
    };
    const undoneBefore = { code: 'conflict' };

    it('a wallet: the customer may have a new one', async () => {
      const effect = anEffect();
      const { walletId } = await gateway().createWallet(ACME_PROD, effect, WALLET);
      await undo('create_wallet', effect);
      const next = await gateway().createWallet(ACME_PROD, anEffect(), WALLET);
      expect([next.adopted, next.walletId === walletId]).toEqual([false, false]);
      await expect(gateway().createWallet(ACME_PROD, effect, WALLET)).rejects.toMatchObject(undoneBefore);
    });

    it('no wallet that was only adopted', async () => {
      await gateway().createWallet(ACME_PROD, anEffect(), WALLET);
      const adopting = anEffect();
      expect(await gateway().createWallet(ACME_PROD, adopting, WALLET)).toMatchObject({ adopted: true });
      await undo('create_wallet', adopting);
      expect(await world().creditBalances(ACME_PROD, 'cust_1')).toEqual(['100']);
    });

    it('credits: as many as were granted', async () => {
      await gateway().createWallet(ACME_PROD, anEffect(), WALLET);
      const [effect, grant] = [anEffect(), { customerId: 'cust_1', currency: 'USD', amount: '30.5' }];
      await gateway().grantCredits(ACME_PROD, effect, grant);
      await undo('grant_credits', effect);
      expect(await world().creditBalances(ACME_PROD, 'cust_1')).toEqual(['100']);
      await expect(gateway().grantCredits(ACME_PROD, effect, grant)).rejects.toMatchObject(undoneBefore);
    });

    it('a subscription', async () => {
      await world().createFeature(ACME_PROD, SWITCH);
      const effect = anEffect();
      const plan = { customerId: 'cust_1', planId: 'plan_starter', currency: 'USD' };
      await gateway().assignPlan(ACME_PROD, effect, plan);
      await undo('assign_plan', effect);
      const entitlement = { customerId: 'cust_1', featureId: 'sso' };
      const without = gateway().createEntitlement(ACME_PROD, anEffect(), entitlement);
      await expect(without).rejects.toMatchObject({ code: 'rejected' });
      await expect(gateway().assignPlan(ACME_PROD, effect, plan)).rejects.toMatchObject(undoneBefore);
    });

    it('an entitlement', async () => {
      await world().createFeature(ACME_PROD, SWITCH);
      const effect = anEffect();
      await gateway().assignPlan(ACME_PROD, anEffect(), {
        customerId: 'cust_1',
        planId: 'plan_starter',
        currency: 'USD',
      });
      const entitlement = { customerId: 'cust_1', featureId: 'sso' };
      await gateway().createEntitlement(ACME_PROD, effect, entitlement);
      await undo('create_entitlement', effect);
      const again = gateway().createEntitlement(ACME_PROD, effect, entitlement);
      await expect(again).rejects.toMatchObject(undoneBefore);
    });

    it('a change of a customer, but nothing that others have written since', async () => {
      const [effect, customerId] = [anEffect(), 'cust_1'];
      await gateway().updateCustomer(ACME_PROD, anEffect(), { customerId, metadata: { tier: 'silver' } });
      const change = { customerId, name: 'Grace', metadata: { tier: 'gold', added: 'x' } };
      await gateway().updateCustomer(ACME_PROD, effect, change);
      await gateway().updateCustomer(ACME_PROD, anEffect(), { customerId, metadata: { later: 'y' } });
      await undo('update_customer', effect);
      expect((await gateway().getCustomer(ACME_PROD, customerId)).name).toBe('Ada');
      expect(await world().metadataOf(ACME_PROD, customerId)).toEqual({ tier: 'silver', later: 'y' });
      await gateway().updateCustomer(ACME_PROD, anEffect(), { customerId, name: 'Later' });
      await undo('update_customer', effect);
      expect((await gateway().getCustomer(ACME_PROD, customerId)).name).toBe('Later');
      await expect(gateway().updateCustomer(ACME_PROD, effect, change)).rejects.toMatchObject(undoneBefore);
    });

    it.each(COMPENSABLE_STEP_TYPES)('nothing where nothing was done: %s', async (type) => {
      await undo(type, anEffect());
      expect(await world().creditBalances(ACME_PROD, 'cust_1')).toEqual([]);
    });

    it.each(STRANGERS)('nothing for %s', async (_who, scope) => {
      const [wallet, grant] = [anEffect(), anEffect()];
      await gateway().createWallet(ACME_PROD, wallet, WALLET);
      await gateway().grantCredits(ACME_PROD, grant, { customerId: 'cust_1', currency: 'USD', amount: '5' });
      await gateway().undo(scope, anEffect(), { type: 'grant_credits', key: grant.key });
      await gateway().undo(scope, anEffect(), { type: 'create_wallet', key: wallet.key });
      expect(await world().creditBalances(ACME_PROD, 'cust_1')).toEqual(['105']);
    });
  });

  it('never takes a balance below nothing', async () => {
    const [wallet, first] = [anEffect(), anEffect()];
    await gateway().createWallet(ACME_PROD, wallet, { ...WALLET, initialCredits: '0' });
    await gateway().grantCredits(ACME_PROD, first, { customerId: 'cust_1', currency: 'USD', amount: '5' });
    await world().spend(ACME_PROD, 'cust_1', '0.000000001');
    const undo = gateway().undo(ACME_PROD, anEffect(), { type: 'grant_credits', key: first.key });
    await expect(undo).rejects.toMatchObject({ code: 'rejected' });
  });

  it('leaves what could not be taken back to be found by a retry of the run', async () => {
    const [wallet, first] = [anEffect(), anEffect()];
    const grant = { customerId: 'cust_1', currency: 'USD', amount: '5' };
    await gateway().createWallet(ACME_PROD, wallet, { ...WALLET, initialCredits: '0' });
    const { transactionId } = await gateway().grantCredits(ACME_PROD, first, grant);
    await world().spend(ACME_PROD, 'cust_1', '1');
    await gateway()
      .undo(ACME_PROD, anEffect(), { type: 'grant_credits', key: first.key })
      .catch(() => undefined);
    const retry = { ...anEffect(), key: first.key };
    expect(await gateway().grantCredits(ACME_PROD, retry, grant)).toMatchObject({ transactionId });
    expect(await world().creditBalances(ACME_PROD, 'cust_1')).toEqual(['4']);
  });
}
