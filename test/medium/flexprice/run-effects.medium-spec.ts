import { RunEffects } from '@app/application';
import { FlexpriceAccounts, FlexpriceEventsModule } from '@app/billing';
import { ScopedDatabase } from '@app/database';
import { describeRunEffects } from '../../support/contracts/run-effects.contract';
import { startDatabaseApp, type DatabaseApp } from '../../support/database/database-app';

const INSERT = `
  INSERT INTO billing.remote_effects
    (tenant_id, environment_id, idempotency_key, operation, execution_id, customer_id, output)
  VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb)`;

let world: DatabaseApp;

beforeAll(async () => {
  world = await startDatabaseApp(FlexpriceEventsModule.forRoot({ provide: FlexpriceAccounts, useValue: {} }));
});
afterEach(() => world.clear());
afterAll(() => world.close());

describeRunEffects('PostgreSQL', async () => ({
  effects: world.app.get(RunEffects),
  begin: async (scope, executionId, operation, customerId, output) => {
    const parameters = [`${executionId}:step`, operation, executionId, customerId, output && JSON.stringify(output)];
    await world.app.get(ScopedDatabase).query(scope, INSERT, parameters);
  },
}));
