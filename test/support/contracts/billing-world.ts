import type { BillingGateway, Effect } from '@app/application';
import type { TenantScope } from '@app/domain';

/** A gateway and what a test needs to know of the server behind it. */
export interface BillingWorld {
  readonly gateway: BillingGateway;
  createCustomer(scope: TenantScope, customer: { id: string; name: string; email?: string }): Promise<void>;
  createPlan(
    scope: TenantScope,
    plan: { id: string; prices?: { currency: string; billing_period: string; amount: string }[] },
  ): Promise<void>;
  createFeature(scope: TenantScope, feature: { id: string; type: 'metered' | 'boolean' | 'static' }): Promise<void>;
  countEntitlements(scope: TenantScope, customerId: string): Promise<number>;
  metadataOf(scope: TenantScope, customerId: string): Promise<unknown>;
  countSubscriptions(scope: TenantScope, customerId: string): Promise<number>;
  /** Takes credits out of the customer's wallets, as usage does. */
  spend(scope: TenantScope, customerId: string, credits: string): Promise<void>;
  creditBalances(scope: TenantScope, customerId: string): Promise<string[]>;
}

/** What tests open. */
export const WALLET = { customerId: 'cust_1', currency: 'USD', conversionRate: '1', initialCredits: '100' };

let count = 0;

/** A key of its own for each. */
export function anEffect(): Effect {
  return { key: `exec_${++count}:step_1`, causation: { executionId: `exec_${count}`, depth: 1 } };
}
