import { setTimeout as sleep } from 'node:timers/promises';
import { BillingGateway, type Effect } from '@app/application';
import { FlexpriceAccounts, FlexpriceBillingModule, type FlexpriceAccount } from '@app/billing';
import type { CompensableStepType, TenantScope } from '@app/domain';
import { ACME_PROD } from '../../support/builders/scopes';
import { anEffect, WALLET } from '../../support/contracts/billing-world';
import { startDatabaseApp, type DatabaseApp } from '../../support/database/database-app';
import { FlexpriceStandIn, type Fault } from '../../support/flexprice';
import { accountOf, flexpriceWorld } from '../../support/flexprice/flexprice-world';

const PLAN = { customerId: 'cust_1', planId: 'plan_starter', currency: 'USD' };
const GRANT = { customerId: 'cust_1', currency: 'USD', amount: '5' };
const FEATURE = { customerId: 'cust_1', featureId: 'sso' };
const CHANGE = { customerId: 'cust_1', metadata: { tier: 'gold' } };

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

const credits = (): string[] => standIn.wallets(ACME_PROD, 'cust_1').map(({ credit_balance }) => credit_balance);
const entitled = (): number =>
  standIn.subscriptions(ACME_PROD, 'cust_1').flatMap(({ id }) => standIn.entitlements(ACME_PROD, id)).length;

interface Operation {
  readonly path: RegExp;
  readonly method: string;
  readonly before?: () => Promise<unknown>;
  readonly act: (effect: Effect) => Promise<unknown>;
  /** Of what there must be one. */
  readonly count: () => unknown;
  readonly undone: () => unknown;
}

const OPERATIONS: Readonly<Record<CompensableStepType, Operation>> = {
  assign_plan: {
    ...{ method: 'POST', path: /\/subscriptions$/, act: (effect) => gateway.assignPlan(ACME_PROD, effect, PLAN) },
    count: () => standIn.subscriptions(ACME_PROD, 'cust_1').length === 1,
    undone: () =>
      standIn
        .subscriptions(ACME_PROD, 'cust_1')
        .map((one) => one.subscription_status)
        .join() === 'cancelled',
  },
  create_wallet: {
    ...{ method: 'POST', path: /\/wallets$/, act: (effect) => gateway.createWallet(ACME_PROD, effect, WALLET) },
    count: () => credits().join() === '100',
    undone: () =>
      standIn
        .wallets(ACME_PROD, 'cust_1')
        .map((one) => one.wallet_status)
        .join() === 'closed',
  },
  grant_credits: {
    ...{ method: 'POST', path: /\/top-up$/, act: (effect) => gateway.grantCredits(ACME_PROD, effect, GRANT) },
    before: () => gateway.createWallet(ACME_PROD, anEffect(), { ...WALLET, initialCredits: '0' }),
    count: () => credits().join() === '5',
    undone: () => credits().join() === '0',
  },
  create_entitlement: {
    ...{ method: 'POST', path: /\/entitlements$/ },
    act: (effect) => gateway.createEntitlement(ACME_PROD, effect, FEATURE),
    before: () => gateway.assignPlan(ACME_PROD, anEffect(), PLAN),
    count: () => entitled() === 1,
    undone: () => entitled() === 0,
  },
  update_customer: {
    ...{ method: 'PUT', path: /\/customers/, act: (effect) => gateway.updateCustomer(ACME_PROD, effect, CHANGE) },
    count: () => JSON.stringify(standIn.customers(ACME_PROD)[0]?.metadata) === '{"tier":"gold"}',
    undone: () => Object.keys(standIn.customers(ACME_PROD)[0]?.metadata ?? {}).length === 0,
  },
};

const TYPES = Object.keys(OPERATIONS) as CompensableStepType[];

describe('an answer that never comes', () => {
  it.each(TYPES)('%s: the next attempt finds what was done', async (type) => {
    const { before, method, path, act, count } = OPERATIONS[type];
    await before?.();
    const effect = anEffect();
    standIn.faults.add({ kind: 'lost_reply', method, path });
    await expect(act(effect)).rejects.toMatchObject({ code: 'unavailable' });
    const output = await act(effect);
    expect([count(), await act(effect)]).toEqual([true, output]);
  });

  it.each(TYPES)('%s: the way back finds what was done', async (type) => {
    const { before, method, path, act, undone } = OPERATIONS[type];
    await before?.();
    const effect = anEffect();
    standIn.faults.add({ kind: 'lost_reply', method, path });
    await expect(act(effect)).rejects.toMatchObject({ code: 'unavailable' });
    for (let time = 0; time < 2; time++)
      await gateway.undo(ACME_PROD, { ...effect, key: `${effect.key}:undo` }, { type, key: effect.key });
    expect(undone()).toBe(true);
    await expect(act(effect)).rejects.toMatchObject({ code: 'conflict' });
  });

  it.each(TYPES)('%s: of a way back as well', async (type) => {
    const { before, act, undone } = OPERATIONS[type];
    await before?.();
    const effect = anEffect();
    await act(effect);
    const undo = () => gateway.undo(ACME_PROD, { ...effect, key: `${effect.key}:undo` }, { type, key: effect.key });
    standIn.faults.add({ kind: 'lost_reply', path: /cancel$|terminate$|debit$|\/entitlements\/|\/customers$/ });
    await undo().catch(() => undefined);
    await undo();
    expect(undone()).toBe(true);
  });
});

describe('a server in trouble', () => {
  it.each<[string, Fault, string]>([
    ['has too many calls', { kind: 'rate_limited', retryAfterSeconds: 3 }, 'rate_limited'],
    ['fails', { kind: 'error', status: 500, body: { code: 'database_error', message: 'x' } }, 'unavailable'],
    ['panics', { kind: 'error', status: 500 }, 'unavailable'],
    ['is behind a proxy that fails', { kind: 'error', status: 502, body: '<html>' }, 'unavailable'],
    ['breaks off', { kind: 'refused' }, 'unavailable'],
  ])('%s: the step may be tried again', async (_what, fault, code) => {
    const effect = anEffect();
    standIn.faults.add({ method: 'POST', path: /\/subscriptions$/, ...fault });
    await expect(gateway.assignPlan(ACME_PROD, effect, PLAN)).rejects.toMatchObject({ code });
    await gateway.assignPlan(ACME_PROD, effect, PLAN);
    expect(standIn.subscriptions(ACME_PROD, 'cust_1')).toHaveLength(1);
  });

  it.each<[string, Fault & { method: string; path: RegExp }, () => Promise<unknown>]>([
    [
      'a wallet',
      { kind: 'flattened_404', method: 'POST', path: /top-up$/, message: 'Wallet not found' },
      async () => {
        await gateway.createWallet(ACME_PROD, anEffect(), WALLET);
        return gateway.grantCredits(ACME_PROD, anEffect(), GRANT);
      },
    ],
    [
      'a subscription',
      { kind: 'flattened_404', method: 'POST', path: /entitlements$/ },
      async () => {
        await gateway.assignPlan(ACME_PROD, anEffect(), PLAN);
        return gateway.createEntitlement(ACME_PROD, anEffect(), FEATURE);
      },
    ],
  ])('does not find what was there a moment ago: %s', async (_what, fault, act) => {
    standIn.faults.add({ ...fault, times: 10 });
    await expect(act()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('is not called any more by a worker that was away so long that another may act in its place', async () => {
    standIn.faults.add({ kind: 'slow', method: 'GET', path: /plans/, delayMs: 300 });
    const assigned = gateway.assignPlan(ACME_PROD, anEffect(), PLAN);
    const outcome = assigned.catch((error: unknown) => error);
    await sleep(150);
    const now = performance.now.bind(performance);
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => now() + 11_000);
    expect(await outcome).toMatchObject({ code: 'unavailable' });
    clock.mockRestore();
    expect(standIn.subscriptions(ACME_PROD, 'cust_1')).toEqual([]);
  });

  it('has booked credits that it does not show at once', async () => {
    await gateway.createWallet(ACME_PROD, anEffect(), { ...WALLET, initialCredits: '0' });
    const effect = anEffect();
    standIn.faults.add({ kind: 'lost_reply', path: /top-up$/ });
    await expect(gateway.grantCredits(ACME_PROD, effect, GRANT)).rejects.toMatchObject({ code: 'unavailable' });
    standIn.replicaLagMs = 500;
    expect(await gateway.grantCredits(ACME_PROD, effect, GRANT)).toMatchObject({ creditBalance: '5' });
    expect(credits()).toEqual(['5']);
  });

  it('does not show yet what it has just made', async () => {
    standIn.replicaLagMs = 400;
    const customer = await fetch(`${standIn.url}/customers`, {
      ...{ method: 'POST', body: JSON.stringify({ external_id: 'new', name: 'Ada', skip_onboarding_workflow: true }) },
      headers: { 'content-type': 'application/json', 'x-api-key': accountOf(standIn, ACME_PROD).apiKey },
    });
    const { id: customerId } = (await customer.json()) as { id: string };
    await gateway.createWallet(ACME_PROD, anEffect(), { ...WALLET, customerId });
    const granted = await gateway.grantCredits(ACME_PROD, anEffect(), { ...GRANT, customerId });
    expect(granted.creditBalance).toBe('105');
  });

  it('is not asked again and again for what has never been there', async () => {
    const unknown = gateway.getCustomer(ACME_PROD, 'cust_2');
    await expect(unknown).rejects.toMatchObject({ code: 'not_found' });
    expect(standIn.requests).toHaveLength(1);
  });

  it('gets no ids that are none', async () => {
    for (const id of ['../plans', 'a b', 'x?y=1', ''])
      await expect(gateway.getCustomer(ACME_PROD, id)).rejects.toMatchObject({ code: 'not_found' });
    expect(standIn.requests).toEqual([]);
  });
});
