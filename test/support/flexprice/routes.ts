import type { Handler } from './context';
import * as customers from './customers';
import * as entitlements from './entitlements';
import * as features from './features';
import * as plans from './plans';
import * as prices from './prices';
import * as settings from './settings';
import { activateSubscription } from './subscription-activate';
import { cancelSubscription } from './subscription-cancel';
import { createSubscription } from './subscription-create';
import * as subscriptions from './subscriptions';
import { createWallet } from './wallet-create';
import * as transactions from './wallet-transactions';
import * as wallets from './wallets';

type Table = Readonly<Record<string, Handler>>;

const CATALOG: Table = {
  'POST /plans': plans.createPlan,
  'GET /plans': plans.listPlans,
  'POST /plans/search': plans.searchPlans,
  'GET /plans/:id': plans.getPlan,
  'DELETE /plans/:id': plans.deletePlan,
  'POST /prices': prices.createPrice,
  'GET /prices': prices.listPrices,
  'POST /prices/search': prices.searchPrices,
  'GET /prices/:id': prices.getPrice,
  'DELETE /prices/:id': prices.deletePrice,
  'POST /features': features.createFeature,
  'GET /features': features.listFeatures,
  'POST /features/search': features.searchFeatures,
  'GET /features/:id': features.getFeature,
  'PUT /features/:id': features.updateFeature,
  'DELETE /features/:id': features.deleteFeature,
};

const CUSTOMERS: Table = {
  'POST /customers': customers.createCustomer,
  'GET /customers': customers.listCustomers,
  'PUT /customers': customers.updateCustomer,
  'POST /customers/search': customers.searchCustomers,
  'GET /customers/wallets': wallets.listWalletsByQuery,
  'GET /customers/external/:id': customers.getCustomerByExternalId,
  'GET /customers/lookup/:id': customers.getCustomerByExternalId,
  'GET /customers/:id': customers.getCustomer,
  'PUT /customers/:id': customers.updateCustomer,
  'DELETE /customers/:id': customers.deleteCustomer,
  'GET /customers/:id/wallets': wallets.listWalletsOfCustomer,
};

const SUBSCRIPTIONS: Table = {
  'POST /subscriptions': createSubscription,
  'GET /subscriptions': subscriptions.listSubscriptions,
  'POST /subscriptions/search': subscriptions.searchSubscriptions,
  'GET /subscriptions/:id': subscriptions.getSubscription,
  'POST /subscriptions/:id/cancel': cancelSubscription,
  'POST /subscriptions/:id/activate': activateSubscription,
  'POST /entitlements': entitlements.createEntitlement,
  'POST /entitlements/bulk': entitlements.createEntitlements,
  'GET /entitlements': entitlements.listEntitlements,
  'POST /entitlements/search': entitlements.searchEntitlements,
  'GET /entitlements/:id': entitlements.getEntitlement,
  'PUT /entitlements/:id': entitlements.updateEntitlement,
  'DELETE /entitlements/:id': entitlements.deleteEntitlement,
};

const WALLETS: Table = {
  'POST /wallets': createWallet,
  'GET /wallets': wallets.listWallets,
  'POST /wallets/search': wallets.searchWallets,
  'POST /wallets/transactions/search': transactions.searchTransactions,
  'GET /wallets/:id': wallets.getWallet,
  'PUT /wallets/:id': wallets.updateWallet,
  'GET /wallets/:id/balance/real-time': wallets.getBalance,
  'GET /wallets/:id/transactions': transactions.listTransactions,
  'POST /wallets/:id/top-up': transactions.topUp,
  'POST /wallets/:id/debit': transactions.debit,
  'POST /wallets/:id/terminate': wallets.terminateWallet,
};

const SETTINGS: Table = {
  'GET /settings/:key': settings.getSetting,
  'PUT /settings/:key': settings.putSetting,
};

interface Route {
  readonly name: string;
  readonly method: string;
  readonly pattern: RegExp;
  readonly handler: Handler;
}

const ROUTES = Object.entries({ ...CUSTOMERS, ...CATALOG, ...SUBSCRIPTIONS, ...WALLETS, ...SETTINGS }).map(routeOf);

function routeOf([name, handler]: readonly [string, Handler]): Route {
  const [method = '', path = ''] = name.split(' ');
  const pattern = new RegExp(`^/v1${path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
  return { name, method, pattern, handler };
}

export interface Found {
  readonly handler: Handler;
  readonly params: Readonly<Record<string, string>>;
  readonly isWrite: boolean;
  /** Whether it takes a role that allows it; most reads do not. */
  readonly isGated: boolean;
}

/** The handler of a request, if there is one. */
export function findRoute(method: string, path: string): Found | undefined {
  const route = ROUTES.find((each) => each.method === method && each.pattern.test(path));
  if (!route) return undefined;
  const isWrite = method !== 'GET' && !path.endsWith('/search');
  const groups = Object.entries(route.pattern.exec(path)?.groups ?? {});
  const params = Object.fromEntries(groups.map(([name, value]) => [name, decodeURIComponent(value)]));
  return { handler: route.handler, params, isWrite, isGated: isWrite || path.startsWith('/v1/settings') };
}
