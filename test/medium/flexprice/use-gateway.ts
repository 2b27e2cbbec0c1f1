import { BillingGateway } from '@app/application';
import { FlexpriceAccounts, FlexpriceBillingModule, type FlexpriceAccount } from '@app/billing';
import type { TenantScope } from '@app/domain';
import { ACME_PROD } from '../../support/builders/scopes';
import { startDatabaseApp, type DatabaseApp } from '../../support/database/database-app';
import { FlexpriceStandIn } from '../../support/flexprice';
import { accountOf, flexpriceWorld } from '../../support/flexprice/flexprice-world';

export interface UsedGateway {
  readonly standIn: FlexpriceStandIn;
  readonly gateway: BillingGateway;
}

/**
 * The gateway on a new stand-in for each test of a file: with the customer `cust_1`, the plan `plan_starter` and the
 * feature `sso`.
 */
export function useGateway(): () => UsedGateway {
  let app: DatabaseApp;
  let standIn: FlexpriceStandIn;
  let gateway: BillingGateway;

  class StandInAccounts extends FlexpriceAccounts {
    async of(scope: TenantScope): Promise<FlexpriceAccount> {
      return accountOf(standIn, scope);
    }
  }

  beforeAll(async () => {
    app = await startDatabaseApp(
      FlexpriceBillingModule.forRoot({ provide: FlexpriceAccounts, useClass: StandInAccounts }),
    );
    gateway = app.app.get(BillingGateway);
  });
  beforeEach(async () => {
    standIn = await FlexpriceStandIn.start();
    const world = flexpriceWorld(standIn, gateway);
    await world.createCustomer(ACME_PROD, { id: 'cust_1', name: 'Ada' });
    await world.createPlan(ACME_PROD, { id: 'plan_starter' });
    await world.createFeature(ACME_PROD, { id: 'sso', type: 'boolean' });
  });
  afterEach(async () => {
    await standIn.close();
    await app.clear();
  });
  afterAll(() => app.close());
  return () => ({ standIn, gateway });
}
