import { setTimeout as sleep } from 'node:timers/promises';
import { ACME_PROD } from '../../support/builders/scopes';
import { anEffect, WALLET } from '../../support/contracts/billing-world';
import type { Fault } from '../../support/flexprice';
import { accountOf } from '../../support/flexprice/flexprice-world';
import { FEATURE, GRANT, PLAN, useGateway } from './use-gateway';

const used = useGateway();

/** From now on replicas lag; they know what there is by now. */
async function lagBehind(milliseconds: number): Promise<void> {
  used.standIn.replicaLagMs = milliseconds;
  await sleep(milliseconds + 100);
}

describe('a server in trouble', () => {
  it.each<[string, Fault, string]>([
    ['has too many calls', { kind: 'rate_limited', retryAfterSeconds: 3 }, 'rate_limited'],
    ['fails', { kind: 'error', status: 500, body: { code: 'database_error', message: 'x' } }, 'unavailable'],
    ['panics', { kind: 'error', status: 500 }, 'unavailable'],
    ['is behind a proxy that fails', { kind: 'error', status: 502, body: '<html>' }, 'unavailable'],
    ['breaks off', { kind: 'refused' }, 'unavailable'],
  ])('%s: the step may be tried again', async (_what, fault, code) => {
    const effect = anEffect();
    used.standIn.faults.add({ method: 'POST', path: /\/subscriptions$/, ...fault });
    await expect(used.gateway.assignPlan(ACME_PROD, effect, PLAN)).rejects.toMatchObject({ code });
    await used.gateway.assignPlan(ACME_PROD, effect, PLAN);
    expect(used.standIn.subscriptions(ACME_PROD, 'cust_1')).toHaveLength(1);
  });

  it.each<[string, Fault & { method: string; path: RegExp }, () => Promise<unknown>]>([
    [
      'a wallet',
      { kind: 'flattened_404', method: 'POST', path: /top-up$/, message: 'Wallet not found' },
      async () => {
        await used.gateway.createWallet(ACME_PROD, anEffect(), WALLET);
        return used.gateway.grantCredits(ACME_PROD, anEffect(), GRANT);
      },
    ],
    [
      'a subscription',
      { kind: 'flattened_404', method: 'POST', path: /entitlements$/ },
      async () => {
        await used.gateway.assignPlan(ACME_PROD, anEffect(), PLAN);
        return used.gateway.createEntitlement(ACME_PROD, anEffect(), FEATURE);
      },
    ],
  ])('does not find what was there a moment ago: %s', async (_what, fault, act) => {
    used.standIn.faults.add({ ...fault, times: 10 });
    await expect(act()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('is not called any more by a worker that was away so long that another may act in its place', async () => {
    used.standIn.faults.add({ kind: 'slow', method: 'GET', path: /plans/, delayMs: 300 });
    const assigned = used.gateway.assignPlan(ACME_PROD, anEffect(), PLAN);
    const outcome = assigned.catch((error: unknown) => error);
    await sleep(150);
    const now = performance.now.bind(performance);
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => now() + 11_000);
    expect(await outcome).toMatchObject({ code: 'unavailable' });
    clock.mockRestore();
    expect(used.standIn.subscriptions(ACME_PROD, 'cust_1')).toEqual([]);
  });

  it.each([
    ['the next attempt finds it', 'act'],
    ['the way back finds it', 'undo'],
  ] as const)('does what it was asked only after it was given up: %s', async (_what, next) => {
    const effect = anEffect();
    used.standIn.faults.add({ kind: 'late_work', method: 'POST', path: /\/subscriptions$/, delayMs: 2500 });
    await expect(used.gateway.assignPlan(ACME_PROD, effect, PLAN)).rejects.toMatchObject({ code: 'unavailable' });
    if (next === 'act') await used.gateway.assignPlan(ACME_PROD, effect, PLAN);
    else await used.gateway.undo(ACME_PROD, anEffect(), { type: 'assign_plan', key: effect.key });
    const statuses = used.standIn
      .subscriptions(ACME_PROD, 'cust_1')
      .map(({ subscription_status }) => subscription_status);
    expect(statuses).toEqual([next === 'act' ? 'active' : 'cancelled']);
  });

  it('is asked for a subscription only once while its replicas lag', async () => {
    const effect = anEffect();
    await lagBehind(1500);
    used.standIn.faults.add({ kind: 'lost_reply', method: 'POST', path: /\/subscriptions$/ });
    await expect(used.gateway.assignPlan(ACME_PROD, effect, PLAN)).rejects.toMatchObject({ code: 'unavailable' });
    await used.gateway.assignPlan(ACME_PROD, effect, PLAN);
    expect(used.standIn.subscriptions(ACME_PROD, 'cust_1')).toHaveLength(1);
  });

  it('says of an entitlement that it is there, and shows it later: it is taken over', async () => {
    await used.gateway.assignPlan(ACME_PROD, anEffect(), PLAN);
    await lagBehind(1000);
    const first = await used.gateway.createEntitlement(ACME_PROD, anEffect(), FEATURE);
    expect(await used.gateway.createEntitlement(ACME_PROD, anEffect(), FEATURE)).toEqual(first);
    expect(used.entitled()).toBe(1);
  });

  it('answers with something that is no list: that is not "nothing there"', async () => {
    const effect = anEffect();
    used.standIn.faults.add({ kind: 'lost_reply', method: 'POST', path: /\/subscriptions$/ });
    await expect(used.gateway.assignPlan(ACME_PROD, effect, PLAN)).rejects.toMatchObject({ code: 'unavailable' });
    used.standIn.faults.add({
      kind: 'error',
      status: 200,
      body: '<html>',
      method: 'POST',
      path: /subscriptions\/search$/,
    });
    await expect(used.gateway.assignPlan(ACME_PROD, effect, PLAN)).rejects.toMatchObject({ code: 'unavailable' });
    await used.gateway.assignPlan(ACME_PROD, effect, PLAN);
    expect(used.standIn.subscriptions(ACME_PROD, 'cust_1')).toHaveLength(1);
  });

  it('has booked credits that it does not show at once', async () => {
    await used.gateway.createWallet(ACME_PROD, anEffect(), { ...WALLET, initialCredits: '0' });
    const effect = anEffect();
    used.standIn.faults.add({ kind: 'lost_reply', path: /top-up$/ });
    await expect(used.gateway.grantCredits(ACME_PROD, effect, GRANT)).rejects.toMatchObject({ code: 'unavailable' });
    used.standIn.replicaLagMs = 500;
    expect(await used.gateway.grantCredits(ACME_PROD, effect, GRANT)).toMatchObject({ creditBalance: '5' });
    expect(used.credits()).toEqual(['5']);
  });

  it('does not show yet what it has just made', async () => {
    used.standIn.replicaLagMs = 400;
    const customer = await fetch(`${used.standIn.url}/customers`, {
      ...{ method: 'POST', body: JSON.stringify({ external_id: 'new', name: 'Ada', skip_onboarding_workflow: true }) },
      headers: { 'content-type': 'application/json', 'x-api-key': accountOf(used.standIn, ACME_PROD).apiKey },
    });
    const { id: customerId } = (await customer.json()) as { id: string };
    await used.gateway.createWallet(ACME_PROD, anEffect(), { ...WALLET, customerId });
    const granted = await used.gateway.grantCredits(ACME_PROD, anEffect(), { ...GRANT, customerId });
    expect(granted.creditBalance).toBe('105');
  });

  it('is not asked again and again for what has never been there', async () => {
    const unknown = used.gateway.getCustomer(ACME_PROD, 'cust_2');
    await expect(unknown).rejects.toMatchObject({ code: 'not_found' });
    expect(used.standIn.requests).toHaveLength(1);
  });

  it('gets no ids that are none', async () => {
    for (const id of ['../plans', 'a b', 'x?y=1', ''])
      await expect(used.gateway.getCustomer(ACME_PROD, id)).rejects.toMatchObject({ code: 'not_found' });
    expect(used.standIn.requests).toEqual([]);
  });
});
