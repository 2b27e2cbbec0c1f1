import { BillingGateway } from '@app/application';
import { FlexpriceBillingModule } from '@app/billing';
import { ACME_PROD } from '../../support/builders/scopes';
import type { FlexpriceStandIn } from '../../support/flexprice';
import { flexpriceWorld } from '../../support/flexprice/flexprice-world';
import { useStandIn } from './use-stand-in';

export const PLAN = { customerId: 'cust_1', planId: 'plan_starter', currency: 'USD' };
export const GRANT = { customerId: 'cust_1', currency: 'USD', amount: '5' };
export const FEATURE = { customerId: 'cust_1', featureId: 'sso' };

/** The present test's own: each property is read anew. */
export interface UsedGateway {
  readonly standIn: FlexpriceStandIn;
  readonly gateway: BillingGateway;
  /** Balances of the customer's wallets. */
  credits(): string[];
  /** How many entitlements the customer has. */
  entitled(): number;
}

/** The gateway with the customer, the plan and the feature of {@link PLAN} and {@link FEATURE}, anew for each test. */
export function useGateway(): UsedGateway {
  const used = useStandIn((accounts) => FlexpriceBillingModule.forRoot(accounts));
  const gateway = (): BillingGateway => used.app.get(BillingGateway);
  beforeEach(async () => {
    const world = flexpriceWorld(used.standIn, gateway());
    await world.createCustomer(ACME_PROD, { id: PLAN.customerId, name: 'Ada' });
    await world.createPlan(ACME_PROD, { id: PLAN.planId });
    await world.createFeature(ACME_PROD, { id: FEATURE.featureId, type: 'boolean' });
  });
  return {
    get standIn() {
      return used.standIn;
    },
    get gateway() {
      return gateway();
    },
    credits: () => used.standIn.wallets(ACME_PROD, PLAN.customerId).map(({ credit_balance }) => credit_balance),
    entitled: () => {
      const subscriptions = used.standIn.subscriptions(ACME_PROD, PLAN.customerId);
      return subscriptions.flatMap(({ id }) => used.standIn.entitlements(ACME_PROD, id)).length;
    },
  };
}
