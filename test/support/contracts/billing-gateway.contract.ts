import type { BillingGateway } from '@app/application';
import { ACME_PROD, STRANGERS } from '../builders/scopes';
import { describeTakingBack } from './billing-gateway-taking-back';
import { anEffect, WALLET, type BillingWorld } from './billing-world';

/** What every BillingGateway must do. @param setup gives a world without customers */
export function describeBillingGateway(name: string, setup: () => Promise<BillingWorld>): void {
  describe(`${name} as a billing gateway`, () => {
    let world: BillingWorld;
    let gateway: BillingGateway;

    beforeEach(async () => {
      world = await setup();
      gateway = world.gateway;
      await world.createCustomer(ACME_PROD, { id: 'cust_1', name: 'Ada', email: 'ada@example.com' });
      await world.createPlan(ACME_PROD, { id: 'plan_starter' });
    });

    it('reads a customer', async () => {
      expect(await gateway.getCustomer(ACME_PROD, 'cust_1')).toEqual({
        id: 'cust_1',
        name: 'Ada',
        email: 'ada@example.com',
      });
      await expect(gateway.getCustomer(ACME_PROD, 'cust_2')).rejects.toMatchObject({ code: 'not_found' });
    });

    it('assigns a plan once per key', async () => {
      const effect = anEffect();
      const plan = { customerId: 'cust_1', planId: 'plan_starter', currency: 'USD' };
      const first = await gateway.assignPlan(ACME_PROD, effect, plan);
      expect(first).toMatchObject({ planId: 'plan_starter', status: 'active' });
      expect(await gateway.assignPlan(ACME_PROD, effect, plan)).toEqual(first);
      expect(await world.countSubscriptions(ACME_PROD, 'cust_1')).toBe(1);
      await gateway.assignPlan(ACME_PROD, anEffect(), plan);
      expect(await world.countSubscriptions(ACME_PROD, 'cust_1')).toBe(2);
    });

    it.each([
      ['customer', { customerId: 'cust_2', planId: 'plan_starter', currency: 'USD' }],
      ['plan', { customerId: 'cust_1', planId: 'plan_missing', currency: 'USD' }],
    ])('does not find a %s that is not there', async (_what, plan) => {
      await expect(gateway.assignPlan(ACME_PROD, anEffect(), plan)).rejects.toMatchObject({ code: 'not_found' });
    });

    it('rejects a currency that the plan has no price in', async () => {
      await world.createPlan(ACME_PROD, {
        id: 'plan_eur',
        prices: [{ currency: 'EUR', billing_period: 'MONTHLY', amount: '5' }],
      });
      const plan = { customerId: 'cust_1', planId: 'plan_eur', currency: 'USD' };
      await expect(gateway.assignPlan(ACME_PROD, anEffect(), plan)).rejects.toMatchObject({ code: 'rejected' });
    });

    it('opens a wallet with credits, once per key', async () => {
      const effect = anEffect();
      const wallet = await gateway.createWallet(ACME_PROD, effect, { ...WALLET, conversionRate: '0.5' });
      expect(wallet).toMatchObject({ creditBalance: '100', balance: '50', adopted: false });
      expect(await gateway.createWallet(ACME_PROD, effect, { ...WALLET, conversionRate: '0.5' })).toEqual(wallet);
      expect(await world.creditBalances(ACME_PROD, 'cust_1')).toEqual(['100']);
    });

    it('adopts the active wallet of that currency, whatever its case, and loads nothing', async () => {
      const first = await gateway.createWallet(ACME_PROD, anEffect(), WALLET);
      const second = await gateway.createWallet(ACME_PROD, anEffect(), { ...WALLET, currency: 'usd' });
      expect(second).toEqual({ ...first, adopted: true });
      const other = await gateway.createWallet(ACME_PROD, anEffect(), { ...WALLET, currency: 'EUR' });
      expect(other.adopted).toBe(false);
    });

    it('makes one wallet of ten calls at once', async () => {
      const wallets = await Promise.all(
        Array.from({ length: 10 }, () => gateway.createWallet(ACME_PROD, anEffect(), WALLET)),
      );
      expect(new Set(wallets.map(({ walletId }) => walletId)).size).toBe(1);
      expect(wallets.filter(({ adopted }) => !adopted)).toHaveLength(1);
      expect(await world.creditBalances(ACME_PROD, 'cust_1')).toEqual(['100']);
    });

    it('makes no wallet for a customer that is not there', async () => {
      const wallet = gateway.createWallet(ACME_PROD, anEffect(), { ...WALLET, customerId: 'cust_2' });
      await expect(wallet).rejects.toMatchObject({ code: 'not_found' });
    });

    it('grants credits by wallet or by currency, once per key, to the last decimal', async () => {
      const { walletId } = await gateway.createWallet(ACME_PROD, anEffect(), { ...WALLET, initialCredits: '0' });
      const effect = anEffect();
      const grant = { customerId: 'cust_1', amount: '0.1', currency: 'usd', reason: 'welcome' };
      const first = await gateway.grantCredits(ACME_PROD, effect, grant);
      expect(first).toMatchObject({ walletId, creditBalance: '0.1', balance: '0.1' });
      expect(await gateway.grantCredits(ACME_PROD, effect, grant)).toEqual(first);
      await gateway.grantCredits(ACME_PROD, anEffect(), { customerId: 'cust_1', amount: '0.200000001', walletId });
      expect(await world.creditBalances(ACME_PROD, 'cust_1')).toEqual(['0.300000001']);
    });

    it('adds up exactly when twenty grants come at once', async () => {
      await gateway.createWallet(ACME_PROD, anEffect(), { ...WALLET, initialCredits: '0' });
      const grant = { customerId: 'cust_1', amount: '0.1', currency: 'USD' };
      await Promise.all(Array.from({ length: 20 }, () => gateway.grantCredits(ACME_PROD, anEffect(), grant)));
      expect(await world.creditBalances(ACME_PROD, 'cust_1')).toEqual(['2']);
    });

    it('grants once when one key comes ten times at once', async () => {
      await gateway.createWallet(ACME_PROD, anEffect(), { ...WALLET, initialCredits: '0' });
      const effect = anEffect();
      const grant = { customerId: 'cust_1', amount: '5', currency: 'USD' };
      const granted = await Promise.all(
        Array.from({ length: 10 }, () => gateway.grantCredits(ACME_PROD, effect, grant)),
      );
      expect(new Set(granted.map(({ transactionId }) => transactionId)).size).toBe(1);
      expect(await world.creditBalances(ACME_PROD, 'cust_1')).toEqual(['5']);
    });

    describeTakingBack(() => world);

    it('tells a customer that is not there from one without a wallet', async () => {
      const grant = (customerId: string) =>
        gateway.grantCredits(ACME_PROD, anEffect(), { customerId, amount: '5', currency: 'USD' });
      await expect(grant('cust_gone')).rejects.toThrow('cust_gone');
      await expect(grant('cust_1')).rejects.toThrow('USD');
    });

    it('finds no wallet to grant to where the customer has none', async () => {
      const grant = gateway.grantCredits(ACME_PROD, anEffect(), { customerId: 'cust_1', amount: '5', currency: 'USD' });
      await expect(grant).rejects.toMatchObject({ code: 'not_found' });
    });

    describe('entitlements', () => {
      const FEATURE = { customerId: 'cust_1', featureId: 'calls' };
      const PLAN = { customerId: 'cust_1', planId: 'plan_starter', currency: 'USD' };
      beforeEach(async () => {
        for (const type of ['metered', 'boolean', 'static'] as const)
          await world.createFeature(ACME_PROD, { id: type === 'metered' ? 'calls' : type, type });
      });

      it('are made once per key, for the only subscription or the named one', async () => {
        await gateway.assignPlan(ACME_PROD, anEffect(), PLAN);
        const effect = anEffect();
        const first = await gateway.createEntitlement(ACME_PROD, effect, { ...FEATURE, usageLimit: 5 });
        expect(await gateway.createEntitlement(ACME_PROD, effect, { ...FEATURE, usageLimit: 5 })).toEqual(first);
        expect(await world.countEntitlements(ACME_PROD, 'cust_1')).toBe(1);
        const { subscriptionId } = await gateway.assignPlan(ACME_PROD, anEffect(), PLAN);
        await gateway.createEntitlement(ACME_PROD, anEffect(), { ...FEATURE, subscriptionId });
        expect(await world.countEntitlements(ACME_PROD, 'cust_1')).toBe(2);
        const either = gateway.createEntitlement(ACME_PROD, anEffect(), FEATURE);
        await expect(either).rejects.toMatchObject({ code: 'rejected' });
      });

      it.each([
        ['a customer that is not there', { customerId: 'cust_2' }, 'not_found'],
        ['a feature that is not there', { featureId: 'none' }, 'not_found'],
        ['a subscription that is not there', { subscriptionId: 'subs_0' }, 'not_found'],
        ['another type than the feature has', { featureType: 'boolean' }, 'rejected'],
        ['usage of a switch', { featureId: 'boolean', usageLimit: 5 }, 'rejected'],
        ['a static feature without value', { featureId: 'static' }, 'rejected'],
        ['a value of what has none', { staticValue: 'x' }, 'rejected'],
      ])('are not made for %s', async (_what, fields, code) => {
        await gateway.assignPlan(ACME_PROD, anEffect(), PLAN);
        const made = gateway.createEntitlement(ACME_PROD, anEffect(), { ...FEATURE, ...fields });
        await expect(made).rejects.toMatchObject({ code });
      });

      it('need a subscription', async () => {
        const made = gateway.createEntitlement(ACME_PROD, anEffect(), FEATURE);
        await expect(made).rejects.toMatchObject({ code: 'rejected' });
      });
    });

    it('changes a customer once per key, merges metadata, and says what is different', async () => {
      const effect = anEffect();
      const change = { customerId: 'cust_1', name: 'Ada', email: 'new@example.com', metadata: { tier: 'gold' } };
      const first = await gateway.updateCustomer(ACME_PROD, effect, change);
      expect(first.changed.toSorted()).toEqual(['email', 'metadata']);
      await gateway.updateCustomer(ACME_PROD, anEffect(), { customerId: 'cust_1', metadata: { region: 'EU' } });
      expect(await gateway.updateCustomer(ACME_PROD, effect, change)).toEqual(first);
      expect(await world.metadataOf(ACME_PROD, 'cust_1')).toEqual({ tier: 'gold', region: 'EU' });
      const again = await gateway.updateCustomer(ACME_PROD, anEffect(), { customerId: 'cust_1', name: 'Ada' });
      expect(again).toEqual({ customerId: 'cust_1', changed: [] });
      expect(await gateway.getCustomer(ACME_PROD, 'cust_1')).toMatchObject({ email: 'new@example.com' });
      const nobody = gateway.updateCustomer(ACME_PROD, anEffect(), { customerId: 'cust_2', name: 'x' });
      await expect(nobody).rejects.toMatchObject({ code: 'not_found' });
    });

    it('loses no change when many come at once', async () => {
      const keys = Array.from({ length: 10 }, (_, index) => `k${index}`);
      const change = (key: string) => ({ customerId: 'cust_1', metadata: { [key]: key } });
      await Promise.all(keys.map((key) => gateway.updateCustomer(ACME_PROD, anEffect(), change(key))));
      expect(await world.metadataOf(ACME_PROD, 'cust_1')).toEqual(Object.fromEntries(keys.map((key) => [key, key])));
    });

    it.each(STRANGERS)('knows nothing of it in %s', async (_who, scope) => {
      await gateway.createWallet(ACME_PROD, anEffect(), WALLET);
      const notFound = { code: 'not_found' };
      await expect(gateway.getCustomer(scope, 'cust_1')).rejects.toMatchObject(notFound);
      await expect(gateway.createWallet(scope, anEffect(), WALLET)).rejects.toMatchObject(notFound);
      const grant = { customerId: 'cust_1', amount: '5', currency: 'USD' };
      await expect(gateway.grantCredits(scope, anEffect(), grant)).rejects.toMatchObject(notFound);
      const plan = { customerId: 'cust_1', planId: 'plan_starter', currency: 'USD' };
      await expect(gateway.assignPlan(scope, anEffect(), plan)).rejects.toMatchObject(notFound);
      const feature = { customerId: 'cust_1', featureId: 'calls' };
      await expect(gateway.createEntitlement(scope, anEffect(), feature)).rejects.toMatchObject(notFound);
      const change = { customerId: 'cust_1', name: 'x' };
      await expect(gateway.updateCustomer(scope, anEffect(), change)).rejects.toMatchObject(notFound);
    });
  });
}
