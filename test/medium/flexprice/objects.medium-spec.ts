import { existsSync } from 'node:fs';
import { BillingGateway, BillingObjects } from '@app/application';
import { FlexpriceAccounts, FlexpriceBillingModule, FlexpriceEventsModule, type FlexpriceAccount } from '@app/billing';
import { FETCHABLE, type TenantScope } from '@app/domain';
import { ACME_PROD } from '../../support/builders/scopes';
import { describeBillingObjects } from '../../support/contracts/billing-objects.contract';
import { anEffect } from '../../support/contracts/billing-world';
import { startDatabaseApp, type DatabaseApp } from '../../support/database/database-app';
import { FlexpriceStandIn } from '../../support/flexprice';
import { DESCRIPTION, describedBy } from '../../support/flexprice/documented-requests';
import { accountOf } from '../../support/flexprice/flexprice-world';

let world: DatabaseApp;
let standIn: FlexpriceStandIn;
let objects: BillingObjects;

class StandInAccounts extends FlexpriceAccounts {
  async of(scope: TenantScope): Promise<FlexpriceAccount> {
    return accountOf(standIn, scope);
  }
}
const ACCOUNTS = { provide: FlexpriceAccounts, useClass: StandInAccounts };

beforeAll(async () => {
  const imports = [FlexpriceBillingModule.forRoot(ACCOUNTS), FlexpriceEventsModule.forRoot(ACCOUNTS)];
  world = await startDatabaseApp({ module: class BothModules {}, imports });
  objects = world.app.get(BillingObjects);
});
beforeEach(async () => {
  standIn = await FlexpriceStandIn.start();
});
afterEach(async () => {
  await standIn.close();
  await world.clear();
});
afterAll(() => world.close());

describeBillingObjects('A Flexprice server', async (scope) => {
  standIn.putCustomer(scope, { id: 'cust_1', name: 'Ada' });
  standIn.putPlan(scope, { id: 'plan_1' });
  standIn.putPrice(scope, { id: 'price_1', entity_id: 'plan_1', currency: 'usd' });
  standIn.putFeature(scope, { id: 'feat_1', type: 'boolean' });
  const gateway = world.app.get(BillingGateway);
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
    objects,
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
  const faults = existsSync(DESCRIPTION) ? describedBy() : () => [];
  for (const object of FETCHABLE) {
    // The stand-in does not have all of these routes.
    standIn.faults.add({ kind: 'error', status: 503, path: /./ });
    await expect(objects.fetch(ACME_PROD, { object, id: 'id_1' })).rejects.toMatchObject({ code: 'unavailable' });
  }
  const sent = standIn.requests.map(({ method, path, body }) => ({ method, path: path.replace(/^\/v1/, ''), body }));
  expect(sent).toHaveLength(FETCHABLE.length);
  expect(sent.flatMap(faults)).toEqual([]);
});

it.each([
  ['another object', { id: 'cust_2' }],
  ['a list', []],
  ['no JSON', 'hello'],
])('does not take %s for the one that was asked for', async (_what, body) => {
  standIn.faults.add({ kind: 'error', status: 200, body, path: /customers/ });
  const fetched = objects.fetch(ACME_PROD, { object: 'customer', id: 'cust_1' });
  await expect(fetched).rejects.toMatchObject({ code: 'unavailable' });
});
