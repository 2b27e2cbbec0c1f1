import { describeBillingGateway } from '../contracts/billing-gateway.contract';
import { describeMailGateway } from '../contracts/mail-gateway.contract';
import { FakeBillingGateway, toBillionths, toDecimal } from './fake-billing-gateway';
import { FakeMailGateway } from './fake-mail-gateway';

describeBillingGateway('The fake', async () => {
  const gateway = new FakeBillingGateway();
  return {
    gateway,
    createCustomer: async (scope, customer) => void gateway.in(scope).customers.set(customer.id, customer),
    createPlan: async (scope, plan) => void gateway.in(scope).plans.set(plan.id, plan),
    createFeature: async (scope, feature) => void gateway.in(scope).features.set(feature.id, feature),
    countEntitlements: async (scope, id) =>
      [...gateway.in(scope).entitlements.values()].filter(({ customerId }) => customerId === id).length,
    metadataOf: async (scope, id) => gateway.in(scope).customer(id).metadata,
    countSubscriptions: async (scope, id) =>
      [...gateway.in(scope).subscriptions.values()].filter(({ customerId }) => customerId === id).length,
    spend: async (scope, id, credits) => {
      for (const wallet of gateway.in(scope).wallets)
        if (wallet.customerId === id) wallet.billionths -= toBillionths(credits);
    },
    creditBalances: async (scope, id) =>
      gateway
        .in(scope)
        .wallets.filter(({ customerId }) => customerId === id)
        .map(({ billionths }) => toDecimal(billionths)),
  };
});

describeMailGateway('The fake', async () => {
  const gateway = new FakeMailGateway();
  return { gateway, count: async () => gateway.sent.size };
});
