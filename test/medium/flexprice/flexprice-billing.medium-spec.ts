import { existsSync } from 'node:fs';
import { BillingGateway } from '@app/application';
import { FlexpriceAccounts, FlexpriceBillingModule, type FlexpriceAccount } from '@app/billing';
import type { TenantScope } from '@app/domain';
import { describeBillingGateway } from '../../support/contracts/billing-gateway.contract';
import { startDatabaseApp, type DatabaseApp } from '../../support/database/database-app';
import { FlexpriceStandIn } from '../../support/flexprice';
import { DESCRIPTION, describedBy } from '../../support/flexprice/documented-requests';
import { accountOf, flexpriceWorld } from '../../support/flexprice/flexprice-world';

let app: DatabaseApp;
let standIn: FlexpriceStandIn;

class StandInAccounts extends FlexpriceAccounts {
  async of(scope: TenantScope): Promise<FlexpriceAccount> {
    return accountOf(standIn, scope);
  }
}

beforeAll(async () => {
  app = await startDatabaseApp(
    FlexpriceBillingModule.forRoot({ provide: FlexpriceAccounts, useClass: StandInAccounts }),
  );
});
beforeEach(async () => {
  standIn = await FlexpriceStandIn.start();
});
afterEach(async () => {
  const faults = existsSync(DESCRIPTION) ? describedBy() : () => [];
  const sent = standIn.requests.map(({ method, path, body }) => ({ method, path: path.replace(/^\/v1/, ''), body }));
  await standIn.close();
  await app.clear();
  expect(sent.flatMap(faults)).toEqual([]);
});
afterAll(() => app.close());

describeBillingGateway('A Flexprice server', async () => flexpriceWorld(standIn, app.app.get(BillingGateway)));
