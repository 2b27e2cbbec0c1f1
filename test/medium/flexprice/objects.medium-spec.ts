import { BillingGateway, BillingObjects } from '@app/application';
import { FlexpriceBillingModule, FlexpriceEventsModule } from '@app/billing';
import { FETCHABLE } from '@app/domain';
import { ACME_PROD } from '../../support/builders/scopes';
import { describeBillingObjects } from '../../support/contracts/billing-objects.contract';
import { anEffect } from '../../support/contracts/billing-world';
import { undocumentedRequests, useStandIn } from './use-stand-in';

const used = useStandIn((accounts) => ({
  module: class BothModules {},
  imports: [FlexpriceBillingModule.forRoot(accounts), FlexpriceEventsModule.forRoot(accounts)],
}));

describeBillingObjects('A Flexprice server', async (scope) => {
  used.standIn.putCustomer(scope, { id: 'cust_1', name: 'Ada' });
  used.standIn.putPlan(scope, { id: 'plan_1' });
  used.standIn.putPrice(scope, { id: 'price_1', entity_id: 'plan_1', currency: 'usd' });
  used.standIn.putFeature(scope, { id: 'feat_1', type: 'boolean' });
  const gateway = used.app.get(BillingGateway);
  const customerId = 'cust_1';
  const plan = { customerId, planId: 'plan_1', currency: 'USD' };
  const { subscriptionId } = await gateway.assignPlan(scope, anEffect(), plan);
  const wallet = { customerId, currency: 'USD', conversionRate: '1', initialCredits: '0' };
  const { walletId } = await gateway.createWallet(scope, anEffect(), wallet);
  // One that is not the latest: a filter that is ignored would show that.
  const grant = { customerId, amount: '5', currency: 'USD' };
  const { transactionId } = await gateway.grantCredits(scope, anEffect(), grant);
  await gateway.grantCredits(scope, anEffect(), grant);
  const { entitlementId } = await gateway.createEntitlement(scope, anEffect(), { customerId, featureId: 'feat_1' });
  return {
    objects: used.app.get(BillingObjects),
    there: [
      ['customer', { id: customerId, name: 'Ada' }],
      ['subscription', { id: subscriptionId, customer_id: customerId, plan_id: 'plan_1' }],
      ['plan', { id: 'plan_1', prices: [{ id: 'price_1' }] }],
      ['wallet', { id: walletId, customer_id: customerId }],
      ['transaction', { id: transactionId, customer_id: customerId, wallet_id: walletId }],
      ['entitlement', { id: entitlementId, entity_id: subscriptionId, feature_id: 'feat_1' }],
      ['feature', { id: 'feat_1', type: 'boolean' }],
    ],
  };
});

it("asks for every kind of object by a route of the server's own description", async () => {
  for (const object of FETCHABLE) {
    // The stand-in does not have all of these routes.
    used.standIn.faults.add({ kind: 'error', status: 503, path: /./ });
    await expect(used.app.get(BillingObjects).fetch(ACME_PROD, { object, id: 'id_1' })).rejects.toMatchObject({
      code: 'unavailable',
    });
  }
  expect(used.standIn.requests).toHaveLength(FETCHABLE.length);
  expect(undocumentedRequests(used.standIn)).toEqual([]);
});

it.each([
  ['another object', { id: 'cust_2' }],
  ['a list', []],
  ['no JSON', 'hello'],
])('does not take %s for the one that was asked for', async (_what, body) => {
  used.standIn.faults.add({ kind: 'error', status: 200, body, path: /customers/ });
  const fetched = used.app.get(BillingObjects).fetch(ACME_PROD, { object: 'customer', id: 'cust_1' });
  await expect(fetched).rejects.toMatchObject({ code: 'unavailable' });
});
