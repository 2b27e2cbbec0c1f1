import { Client } from 'pg';
import { BillingGateway, Transactions, type AssignedPlan } from '@app/application';
import { ScopedDatabase } from '@app/database';
import { Catalog, Customers, Ledger, toWallet } from '@app/billing';
import { compensationKey, type TenantScope } from '@app/domain';
import { ACME_PROD, GLOBEX_PROD, STRANGERS } from '../../support/builders/scopes';
import { describeBillingGateway } from '../../support/contracts/billing-gateway.contract';
import { anEffect, WALLET, type BillingWorld } from '../../support/contracts/billing-world';
import { startDatabaseApp, type DatabaseApp } from '../../support/database/database-app';
import { waitUntil } from '../../support/wait-until';

const PAGE = { limit: 100, offset: 0 };
let world: DatabaseApp;

beforeAll(async () => {
  world = await startDatabaseApp();
});
afterEach(() => world.clear());
afterAll(() => world.close());

async function embedded(): Promise<BillingWorld> {
  const [customers, catalog, ledger] = [world.app.get(Customers), world.app.get(Catalog), world.app.get(Ledger)];
  return {
    gateway: world.app.get(BillingGateway),
    createCustomer: async (scope, customer) => void (await customers.create(scope, customer, 'user_1')),
    createPlan: async (scope, plan) => void (await catalog.createPlan(scope, { name: plan.id, ...plan })),
    createFeature: async (scope, feature) =>
      void (await catalog.createFeature(scope, { name: feature.id, ...feature })),
    countEntitlements: async (scope, id) => (await ledger.entitlements(scope, id, PAGE)).total,
    metadataOf: async (scope, id) => (await customers.get(scope, id)).metadata,
    countSubscriptions: async (scope, id) => (await ledger.subscriptions(scope, id, PAGE)).total,
    spend: async (scope, id, credits) => {
      const sql = `UPDATE billing.wallets SET credit_balance = credit_balance - $4::numeric
        WHERE tenant_id = $1 AND environment_id = $2 AND customer_id = $3`;
      await world.app.get(ScopedDatabase).query(scope, sql, [id, credits]);
    },
    creditBalances: async (scope, id) =>
      (await ledger.wallets(scope, id, PAGE)).items.map((wallet) => toWallet(wallet).credit_balance),
  };
}

describeBillingGateway('The embedded ledger', embedded);

async function isSomebodyWaiting(): Promise<boolean> {
  const client = new Client({ connectionString: world.database.ownerUrl });
  await client.connect();
  const { rowCount } = await client.query(`
    SELECT FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database()`);
  await client.end();
  return rowCount !== 0;
}

it.each(STRANGERS)('a plan costs what it costs here, whatever the same id costs in %s', async (_name, stranger) => {
  const ledger = await embedded();
  const assign = (scope: TenantScope, currency: string): Promise<AssignedPlan> =>
    ledger.gateway.assignPlan(scope, anEffect(), { customerId: 'cust_1', planId: 'plan_told', currency });
  const currencies = new Map([
    [ACME_PROD, 'USD'],
    [stranger, 'EUR'],
  ]);
  for (const [scope, currency] of currencies) {
    await ledger.createCustomer(scope, { id: 'cust_1', name: 'Ada' });
    await ledger.createPlan(scope, { id: 'plan_told', prices: [{ currency, billing_period: 'MONTHLY', amount: '5' }] });
    await assign(scope, currency);
  }

  await expect(assign(ACME_PROD, 'EUR')).rejects.toMatchObject({ code: 'rejected' });
  await expect(assign(stranger, 'USD')).rejects.toMatchObject({ code: 'rejected' });
});

it('opens a new wallet where the one that stands is just being closed', async () => {
  const { gateway, ...ledger } = await embedded();
  await ledger.createCustomer(ACME_PROD, { id: 'cust_1', name: 'Ada' });
  const { key, causation } = anEffect();
  const { walletId } = await gateway.createWallet(ACME_PROD, { key, causation }, WALLET);
  const closing = Promise.withResolvers<void>();
  // Registered here, so that it is no part of the transaction below.
  const opened = closing.promise.then(() => gateway.createWallet(ACME_PROD, anEffect(), WALLET));
  await world.app.get(Transactions).run(ACME_PROD, async () => {
    const undoing = { key: compensationKey(key), causation };
    await gateway.undo(ACME_PROD, undoing, { type: 'create_wallet', key });
    closing.resolve();
    await waitUntil('a session that waits for this one', isSomebodyWaiting);
  });

  expect(await opened).toMatchObject({ adopted: false, walletId: expect.not.stringMatching(walletId) as unknown });
});

describe('the ledger tells of its changes', () => {
  interface Envelope {
    readonly event_name: string;
    readonly payload: Record<string, unknown>;
    readonly causation?: object;
    readonly user_id?: string;
  }

  async function outbox(): Promise<Envelope[]> {
    const client = new Client({ connectionString: world.database.ownerUrl });
    await client.connect();
    const { rows } = await client.query<{ envelope: Envelope }>('SELECT envelope FROM billing.outbox ORDER BY id');
    await client.end();
    return rows.map(({ envelope }) => envelope);
  }

  it('with who or which run made them', async () => {
    const ledger = await embedded();
    const { gateway } = ledger;
    await ledger.createCustomer(ACME_PROD, { id: 'cust_1', name: 'Ada' });
    await world.app.get(Customers).update(ACME_PROD, 'cust_1', { country: 'DE' }, 'user_2');
    const effect = { key: 'exec_1:step_1', causation: { executionId: 'exec_1', depth: 3 } };
    const wallet = { customerId: 'cust_1', currency: 'USD', conversionRate: '1', initialCredits: '5' };
    await gateway.createWallet(ACME_PROD, effect, wallet);
    await gateway.createWallet(ACME_PROD, effect, wallet);

    const events = await outbox();
    expect(events.map(({ event_name }) => event_name)).toEqual([
      ...['customer.created', 'customer.updated', 'wallet.created', 'wallet.transaction.created'],
    ]);
    expect(events[0]).toMatchObject({
      user_id: 'user_1',
      payload: { customer_id: 'cust_1', customer: { name: 'Ada' } },
    });
    expect(events[1]).toMatchObject({ user_id: 'user_2', payload: { customer: { country: 'DE', name: 'Ada' } } });
    expect(events[2]).toMatchObject({ causation: { execution_id: 'exec_1', depth: 3 } });
  });

  it('to the relay with the first that waits: it goes on by itself while there are others', async () => {
    const listener = new Client({ connectionString: world.database.url });
    await listener.connect();
    let wakeUps = 0;
    listener.on('notification', () => wakeUps++);
    await listener.query('LISTEN billing_outbox');
    const ledger = await embedded();
    // An answer comes behind the notifications that were sent before it.
    const heard = async (): Promise<number> => listener.query('SELECT 1').then(() => wakeUps);
    await ledger.createCustomer(ACME_PROD, { id: 'cust_1', name: 'Ada' });
    await ledger.createCustomer(ACME_PROD, { id: 'cust_2', name: 'Bob' });
    expect(await heard()).toBe(1);
    await ledger.createCustomer(GLOBEX_PROD, { id: 'cust_1', name: 'Eve' });
    expect(await heard()).toBe(2);
    await world.clear();
    await ledger.createCustomer(ACME_PROD, { id: 'cust_3', name: 'Ida' });
    expect(await heard()).toBe(3);
    await listener.end();
  });

  it('only when they stand', async () => {
    const ledger = await embedded();
    const work = world.app.get(Transactions).run(ACME_PROD, async () => {
      await ledger.createCustomer(ACME_PROD, { id: 'cust_1', name: 'Ada' });
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await outbox()).toEqual([]);
  });
});
