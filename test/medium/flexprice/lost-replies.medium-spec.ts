import type { Effect } from '@app/application';
import type { CompensableStepType } from '@app/domain';
import { ACME_PROD } from '../../support/builders/scopes';
import { anEffect, WALLET } from '../../support/contracts/billing-world';
import { FEATURE, GRANT, PLAN, useGateway } from './use-gateway';

const CHANGE = { customerId: 'cust_1', metadata: { tier: 'gold' } };

const used = useGateway();

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
    ...{ method: 'POST', path: /\/subscriptions$/, act: (effect) => used.gateway.assignPlan(ACME_PROD, effect, PLAN) },
    count: () => used.standIn.subscriptions(ACME_PROD, 'cust_1').length === 1,
    undone: () =>
      used.standIn
        .subscriptions(ACME_PROD, 'cust_1')
        .map((one) => one.subscription_status)
        .join() === 'cancelled',
  },
  create_wallet: {
    ...{ method: 'POST', path: /\/wallets$/, act: (effect) => used.gateway.createWallet(ACME_PROD, effect, WALLET) },
    count: () => used.credits().join() === '100',
    undone: () =>
      used.standIn
        .wallets(ACME_PROD, 'cust_1')
        .map((one) => one.wallet_status)
        .join() === 'closed',
  },
  grant_credits: {
    ...{ method: 'POST', path: /\/top-up$/, act: (effect) => used.gateway.grantCredits(ACME_PROD, effect, GRANT) },
    before: () => used.gateway.createWallet(ACME_PROD, anEffect(), { ...WALLET, initialCredits: '0' }),
    count: () => used.credits().join() === '5',
    undone: () => used.credits().join() === '0',
  },
  create_entitlement: {
    ...{ method: 'POST', path: /\/entitlements$/ },
    act: (effect) => used.gateway.createEntitlement(ACME_PROD, effect, FEATURE),
    before: () => used.gateway.assignPlan(ACME_PROD, anEffect(), PLAN),
    count: () => used.entitled() === 1,
    undone: () => used.entitled() === 0,
  },
  update_customer: {
    ...{ method: 'PUT', path: /\/customers/, act: (effect) => used.gateway.updateCustomer(ACME_PROD, effect, CHANGE) },
    count: () => JSON.stringify(used.standIn.customers(ACME_PROD)[0]?.metadata) === '{"tier":"gold"}',
    undone: () => Object.keys(used.standIn.customers(ACME_PROD)[0]?.metadata ?? {}).length === 0,
  },
};

const TYPES = Object.keys(OPERATIONS) as CompensableStepType[];

describe('an answer that never comes', () => {
  it.each(TYPES)('%s: the next attempt finds what was done', async (type) => {
    const { before, method, path, act, count } = OPERATIONS[type];
    await before?.();
    const effect = anEffect();
    used.standIn.faults.add({ kind: 'lost_reply', method, path });
    await expect(act(effect)).rejects.toMatchObject({ code: 'unavailable' });
    const output = await act(effect);
    expect([count(), await act(effect)]).toEqual([true, output]);
  });

  it.each(TYPES)('%s: the way back finds what was done', async (type) => {
    const { before, method, path, act, undone } = OPERATIONS[type];
    await before?.();
    const effect = anEffect();
    used.standIn.faults.add({ kind: 'lost_reply', method, path });
    await expect(act(effect)).rejects.toMatchObject({ code: 'unavailable' });
    for (let time = 0; time < 2; time++)
      await used.gateway.undo(ACME_PROD, { ...effect, key: `${effect.key}:undo` }, { type, key: effect.key });
    expect(undone()).toBe(true);
    await expect(act(effect)).rejects.toMatchObject({ code: 'conflict' });
  });

  it.each(TYPES)('%s: of a way back as well', async (type) => {
    const { before, act, undone } = OPERATIONS[type];
    await before?.();
    const effect = anEffect();
    await act(effect);
    const undo = () =>
      used.gateway.undo(ACME_PROD, { ...effect, key: `${effect.key}:undo` }, { type, key: effect.key });
    used.standIn.faults.add({ kind: 'lost_reply', path: /cancel$|terminate$|debit$|\/entitlements\/|\/customers$/ });
    await undo().catch(() => undefined);
    expect(used.standIn.requests.filter(({ status }) => status === undefined)).toHaveLength(1);
    await undo();
    expect(undone()).toBe(true);
  });
});
