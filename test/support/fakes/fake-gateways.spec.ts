import { describeBillingGateway } from '../contracts/billing-gateway.contract';
import { describeMailGateway } from '../contracts/mail-gateway.contract';
import { FakeBillingGateway, toDecimal } from './fake-billing-gateway';
import { FakeMailGateway } from './fake-mail-gateway';

describeBillingGateway('The fake', async () => {
  const gateway = new FakeBillingGateway();
  return {
    gateway,
    createCustomer: async (scope, customer) => void gateway.in(scope).customers.set(customer.id, customer),
    createPlan: async (scope, plan) => void gateway.in(scope).plans.set(plan.id, plan),
    countSubscriptions: async (scope, id) =>
      [...gateway.in(scope).subscriptions.values()].filter(({ customerId }) => customerId === id).length,
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
