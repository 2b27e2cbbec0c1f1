import { scopeKey, type TenantScope } from '@app/domain';
import type { FlexpriceAccount } from '@app/billing';
import type { BillingGateway } from '@app/application';
import type { BillingWorld } from '../contracts/billing-world';
import type { FlexpriceStandIn } from './stand-in';

const MONTHLY_USD = { currency: 'USD', billing_period: 'MONTHLY', amount: '10' };

/** The account that a scope has on the stand-in; made when it is first asked for. */
export function accountOf(standIn: FlexpriceStandIn, scope: TenantScope): FlexpriceAccount {
  const apiKey = `sk_${scopeKey(scope)}`;
  standIn.addAccount({ ...scope, apiKey, userId: `user_${scope.tenantId}` });
  return { baseUrl: standIn.url, apiKey };
}

/** What the contract of billing gateways needs to know of the stand-in. */
export function flexpriceWorld(standIn: FlexpriceStandIn, gateway: BillingGateway): BillingWorld {
  const subscriptionsOf = (scope: TenantScope, id: string) => standIn.subscriptions(scope, id);
  const walletsOf = (scope: TenantScope, id: string) =>
    standIn.wallets(scope, id).filter(({ wallet_status }) => wallet_status === 'active');
  return {
    gateway,
    createCustomer: async (scope, customer) => void standIn.putCustomer(scope, customer),
    createPlan: async (scope, { id, prices = [MONTHLY_USD] }) => {
      standIn.putPlan(scope, { id });
      for (const [index, price] of prices.entries())
        standIn.putPrice(scope, {
          ...{ id: `price_${id}_${index}`, entity_id: id, ...price, currency: price.currency.toLowerCase() },
        });
    },
    createFeature: async (scope, feature) => void standIn.putFeature(scope, { ...feature }),
    countEntitlements: async (scope, id) =>
      subscriptionsOf(scope, id).flatMap((subscription) => standIn.entitlements(scope, subscription.id)).length,
    metadataOf: async (scope, id) => standIn.customers(scope).find((customer) => customer.id === id)?.metadata,
    countSubscriptions: async (scope, id) => subscriptionsOf(scope, id).length,
    spend: async (scope, id, credits) => {
      for (const wallet of walletsOf(scope, id)) standIn.spend(scope, wallet.id, credits);
    },
    creditBalances: async (scope, id) => walletsOf(scope, id).map(({ credit_balance }) => credit_balance),
  };
}
