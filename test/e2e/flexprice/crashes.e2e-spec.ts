import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { seeded } from '../../support/faults/faults';
import { ACME_SCOPE, useFlexprice } from '../../support/flexprice/use-flexprice';
import { define, executionsOf } from '../../support/platform/scenario';
import { waitUntil } from '../../support/wait-until';

const CUSTOMERS = 300;
const BATCH = 100;
const KILLS = 5;
const SEED = Number(process.env.CHAOS_SEED ?? randomInt(1e9));
const LOST_REPLIES = 0.03;
/** So long does an attempt look as if it ran whose worker is dead. */
const step = { timeout_seconds: 8 };

const ONBOARDING = {
  name: 'Onboarding',
  trigger: { type: 'event', event_name: 'customer.created' },
  retry_policy: { max_attempts: 20, initial_interval_seconds: 1, max_interval_seconds: 2 },
  steps: [
    { ...step, id: 'plan', type: 'assign_plan', config: { plan_id: 'plan_starter', currency: 'USD' } },
    { ...step, id: 'wallet', type: 'create_wallet', config: { currency: 'USD', initial_credits: 100 } },
    { ...step, id: 'bonus', type: 'grant_credits', config: { currency: 'USD', amount: '5.5' } },
    { ...step, id: 'sso', type: 'create_entitlement', config: { feature_id: 'feat_sso' } },
  ],
};

describe(`${CUSTOMERS} onboardings on a Flexprice server, workers killed and replies lost (CHAOS_SEED=${SEED})`, () => {
  const used = useFlexprice();

  it('bill each customer exactly once', async () => {
    const { acme, platform, standIn } = used();
    const random = seeded(SEED);
    const workflow = await define(acme, ONBOARDING);
    const customers = Array.from({ length: CUSTOMERS }, (_, index) => `cust_${index}`);
    for (const id of customers) standIn.putCustomer(ACME_SCOPE, { id, name: id });
    standIn.faults.random({ seed: SEED, lostReplyRate: LOST_REPLIES });
    for (let first = 0; first < CUSTOMERS; first += BATCH) {
      const events = customers.slice(first, first + BATCH).map((customer_id) => {
        return { id: `evt_${customer_id}`, event_name: 'customer.created', payload: { customer_id } };
      });
      expect((await acme.post('/workflows/events', { events })).status).toBe(202);
    }
    await sleep(2000 * random());
    for (let kill = 0; kill < KILLS; kill++) {
      const { worker } = platform.ready().pids;
      process.kill(worker, 'SIGKILL');
      await waitUntil('another worker', async () => platform.ready().pids.worker !== worker);
      await sleep(2000 + 3000 * random());
    }
    const count = async (status: string): Promise<number> =>
      (await executionsOf(acme, `workflow_id=${workflow}&status=${status}`)).pagination.total;
    await waitUntil(
      'the end of all',
      async () => (await count('completed')) + (await count('failed')) === CUSTOMERS,
      150,
    );
    expect(await count('failed')).toBe(0);
    expect(customers.map((id) => billed(id)).filter((what) => what !== ONCE)).toEqual([]);
    const lost = standIn.requests.filter(({ status }) => status === undefined);
    expect(lost.length).toBeGreaterThan(0);
  }, 240_000);

  const ONCE = '1 subscription(s), wallets of 105.5, 2 bookings, 1 entitlement(s)';

  function billed(id: string): string {
    const { standIn } = used();
    const subscriptions = standIn.subscriptions(ACME_SCOPE, id);
    const wallets = standIn.wallets(ACME_SCOPE, id);
    const bookings = wallets.flatMap((wallet) => standIn.transactions(ACME_SCOPE, wallet.id)).length;
    const entitlements = subscriptions.flatMap((one) => standIn.entitlements(ACME_SCOPE, one.id)).length;
    const credits = wallets.map(({ credit_balance }) => credit_balance).join();
    return `${subscriptions.length} subscription(s), wallets of ${credits}, ${bookings} bookings, ${entitlements} entitlement(s)`;
  }
});
