import type { BillingGateway } from '@app/application';
import { ACME_PROD, STRANGERS } from '../builders/scopes';
import { anEffect, WALLET, type BillingWorld } from './billing-world';

/** The part of the contract of billing gateways that undoes what the other part did. */
export function describeTakingBack(world: () => BillingWorld): void {
  const gateway = (): BillingGateway => world().gateway;

  describe('takes back, and a second time changes nothing,', () => {
    const twice = async (undo: () => Promise<void>): Promise<void> => {
      await undo();
      await undo();
    };

    it('a wallet: the customer may have a new one', async () => {
      const { walletId } = await gateway().createWallet(ACME_PROD, anEffect(), WALLET);
      await twice(() => gateway().terminateWallet(ACME_PROD, anEffect(), walletId));
      const next = await gateway().createWallet(ACME_PROD, anEffect(), WALLET);
      expect([next.adopted, next.walletId === walletId]).toEqual([false, false]);
    });

    it('credits, once per key, and never below nothing', async () => {
      const { walletId } = await gateway().createWallet(ACME_PROD, anEffect(), WALLET);
      const effect = anEffect();
      await twice(() => gateway().debitCredits(ACME_PROD, effect, { walletId, amount: '30.5' }));
      expect(await world().creditBalances(ACME_PROD, 'cust_1')).toEqual(['69.5']);
      const more = gateway().debitCredits(ACME_PROD, anEffect(), { walletId, amount: '69.500000001' });
      await expect(more).rejects.toMatchObject({ code: 'rejected' });
      expect(await world().creditBalances(ACME_PROD, 'cust_1')).toEqual(['69.5']);
    });

    it('a subscription', async () => {
      const effect = anEffect();
      const plan = { customerId: 'cust_1', planId: 'plan_starter', currency: 'USD' };
      const { subscriptionId } = await gateway().assignPlan(ACME_PROD, effect, plan);
      await twice(() => gateway().cancelSubscription(ACME_PROD, anEffect(), subscriptionId));
      expect((await gateway().assignPlan(ACME_PROD, effect, plan)).status).toBe('cancelled');
    });

    it('a change of a customer, but nothing that others have written since', async () => {
      const effect = anEffect();
      const [customerId, metadataNames] = ['cust_1', ['tier', 'added']];
      await gateway().updateCustomer(ACME_PROD, anEffect(), { customerId, metadata: { tier: 'silver' } });
      const metadata = { tier: 'gold', added: 'x' };
      await gateway().updateCustomer(ACME_PROD, effect, { customerId, name: 'Grace', metadata });
      await gateway().updateCustomer(ACME_PROD, anEffect(), { customerId, metadata: { later: 'y' } });
      const change = { customerId, changeKey: effect.key, metadataNames };
      await twice(() => gateway().restoreCustomer(ACME_PROD, anEffect(), change));
      expect((await gateway().getCustomer(ACME_PROD, customerId)).name).toBe('Ada');
      expect(await world().metadataOf(ACME_PROD, customerId)).toEqual({ tier: 'silver', later: 'y' });
      await gateway().restoreCustomer(ACME_PROD, anEffect(), { ...change, changeKey: 'never:made' });
    });

    it.each(STRANGERS)('nothing for %s', async (_who, scope) => {
      const { walletId } = await gateway().createWallet(ACME_PROD, anEffect(), WALLET);
      const calls = [
        gateway().terminateWallet(scope, anEffect(), walletId),
        gateway().debitCredits(scope, anEffect(), { walletId, amount: '1' }),
        gateway().cancelSubscription(scope, anEffect(), 'subs_1'),
        gateway().deleteEntitlement(scope, anEffect(), 'ent_1'),
      ];
      for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'not_found' });
      expect(await world().creditBalances(ACME_PROD, 'cust_1')).toEqual(['100']);
    });
  });
}
