import { Abreast } from '../../support/abreast';
import { FlexpriceStandIn, type SystemEvent } from '../../support/flexprice';
import { text } from '../../support/flexprice/body';
import type { JsonObject } from '../../support/flexprice/json';

const ACME = { apiKey: 'sk_acme', tenantId: 'tenant_acme', environmentId: 'env_acme', userId: 'user_acme' };
const OTHER = { ...ACME, apiKey: 'sk_other', environmentId: 'env_other' };
const WALLET = { customer_id: 'cust_1', currency: 'USD' };
const TOP_UP = { credits_to_add: '25', transaction_reason: 'FREE_CREDIT_GRANT', idempotency_key: 'exec:1' };

describe('The Flexprice stand-in, when things go wrong', () => {
  let standIn: FlexpriceStandIn;
  let now: number;
  let wallets: Abreast;

  beforeEach(async () => {
    now = Date.now();
    wallets = new Abreast(1);
    standIn = await FlexpriceStandIn.start({ now: () => now, walletRace: () => wallets.arrived() });
    standIn.addAccount(ACME);
    standIn.addAccount(OTHER);
    standIn.putCustomer(ACME, { id: 'cust_1', external_id: 'acme' });
  });

  afterEach(() => standIn.close());

  const send = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
    fetch(`${standIn.url}${path}`, {
      method,
      headers: { 'x-api-key': ACME.apiKey, ...headers },
      body: body && JSON.stringify(body),
    });
  const post = (path: string, body: object) => send('POST', path, body);
  const statusOf = async (answer: Promise<Response>) => (await answer).status;
  const json = async (answer: Promise<Response>) => (await (await answer).json()) as JsonObject;
  const newWallet = async () => text(await json(post('/wallets', WALLET)), 'id');

  describe('faults', () => {
    it('limits the rate with the time to wait', async () => {
      standIn.faults.add({ path: /customers/, kind: 'rate_limited', retryAfterSeconds: 3 });

      const answer = await send('GET', '/customers');

      expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '3']);
      expect(await statusOf(send('GET', '/customers'))).toBe(200);
    });

    it.each([
      [{ code: 'system_error' }, '{"code":"system_error"}'],
      ['Bad Gateway', 'Bad Gateway'],
      [undefined, ''],
    ])('answers an error with the body %j', async (body, text) => {
      standIn.faults.add({ path: /customers/, kind: 'error', body });

      const answer = await send('GET', '/customers');

      expect([answer.status, await answer.text()]).toEqual([500, text]);
    });

    it('loses a reply after the work is done', async () => {
      standIn.faults.add({ method: 'POST', path: /\/wallets$/, kind: 'lost_reply' });

      await expect(post('/wallets', WALLET)).rejects.toThrow('fetch failed');

      expect(standIn.wallets(ACME, 'cust_1')).toHaveLength(1);
      expect(standIn.requests.map(({ status }) => status)).toEqual([undefined]);
    });

    it('refuses a connection before any work', async () => {
      standIn.faults.add({ path: /./, kind: 'refused' });

      await expect(post('/wallets', WALLET)).rejects.toThrow('fetch failed');

      expect(standIn.wallets(ACME, 'cust_1')).toEqual([]);
    });

    it('says that something is missing although it is there', async () => {
      standIn.faults.add({ path: /cust_1/, kind: 'flattened_404', times: 2 });

      const statuses = [1, 2, 3].map(() => statusOf(send('GET', '/customers/cust_1')));

      expect((await Promise.all(statuses)).toSorted()).toEqual([200, 404, 404]);
    });

    it('answers late', async () => {
      standIn.faults.add({ path: /cust_1/, kind: 'slow', delayMs: 50 });
      const begin = performance.now();

      await send('GET', '/customers/cust_1');

      expect(performance.now() - begin).toBeGreaterThan(45);
    });

    it('fails at random in the same way for the same seed', async () => {
      const rounds = [await failures(7), await failures(7), await failures(8)];

      expect(rounds[0]).toEqual(rounds[1]);
      expect(rounds[0]).not.toEqual(rounds[2]);
      expect(new Set(rounds[0])).toEqual(new Set([200, 500, 'lost']));
    });

    async function failures(seed: number): Promise<(number | string)[]> {
      standIn.faults.random({ seed, lostReplyRate: 0.3, errorRate: 0.3 });
      const seen: (number | string)[] = [];
      for (let round = 0; round < 20; round += 1) {
        seen.push(await statusOf(send('GET', '/customers')).catch(() => 'lost'));
      }
      standIn.faults.clear();
      return seen;
    }
  });

  describe('a replica that lags behind', () => {
    it('does not show what is too young', async () => {
      standIn.replicaLagMs = 60;
      const id = await newWallet();

      expect(await statusOf(send('GET', `/wallets/${id}`))).toBe(404);
      expect(await (await send('GET', '/customers/cust_1/wallets')).json()).toEqual([]);
      now += 60;
      expect(await statusOf(send('GET', `/wallets/${id}`))).toBe(200);
    });

    it('shows what was before a change', async () => {
      const id = await newWallet();
      now += 1;
      standIn.replicaLagMs = 1;
      await post(`/wallets/${id}/top-up`, TOP_UP);

      expect(await json(send('GET', `/wallets/${id}`))).toMatchObject({ credit_balance: '0' });
      expect(standIn.wallets(ACME, 'cust_1')).toMatchObject([{ credit_balance: '25' }]);
    });
  });

  describe('requests at the same time', () => {
    const atOnce = (path: string, body: object) =>
      Promise.all([1, 2, 3].map(() => statusOf(post(path, body)))).then((all) => all.toSorted());

    it('create as many wallets', async () => {
      wallets = new Abreast(3);
      expect(await atOnce('/wallets', WALLET)).toEqual([200, 200, 200]);
      expect(await statusOf(post('/wallets', WALLET))).toBe(409);
    });

    it('top up once under one key', async () => {
      expect(await atOnce(`/wallets/${await newWallet()}/top-up`, TOP_UP)).toEqual([200, 409, 409]);
    });

    it('create one customer', async () => {
      expect(await atOnce('/customers', { external_id: 'new', name: 'New' })).toEqual([201, 409, 409]);
    });
  });

  it('keeps the environments of keys apart', async () => {
    const id = await newWallet();
    const header = { 'x-api-key': OTHER.apiKey, 'x-environment-id': ACME.environmentId };

    expect(await statusOf(send('GET', `/wallets/${id}`, undefined, header))).toBe(404);
    expect(standIn.requests.map(({ account }) => account)).toEqual([ACME, OTHER]);
  });

  it('tells of spending, and takes it from what is there', async () => {
    const id = await newWallet();
    await post(`/wallets/${id}/top-up`, TOP_UP);
    const events: SystemEvent[] = [];
    standIn.onEvent((event) => events.push(event));

    standIn.spend(ACME, id, '10.5');

    expect(standIn.transactions(ACME, id)).toMatchObject([{ credits_available: '14.5' }, { credit_amount: '10.5' }]);
    expect(events).toMatchObject([{ event_name: 'wallet.transaction.created', environment_id: 'env_acme' }]);
  });

  it('serves what a test has put in', async () => {
    standIn.putPlan(ACME, { id: 'plan_1' });
    standIn.putPrice(ACME, { id: 'price_1', entity_id: 'plan_1' });
    standIn.putFeature(ACME, { id: 'feat_1' });
    const assigned = { customer_id: 'cust_1', plan_id: 'plan_1', currency: 'USD', billing_period: 'MONTHLY' };
    const subscription = await json(post('/subscriptions', assigned));
    const entity = { entity_type: 'SUBSCRIPTION', entity_id: subscription.id };
    const granted = { ...entity, feature_id: 'feat_1', feature_type: 'boolean', is_enabled: true };
    await post('/entitlements', granted);

    expect(standIn.subscriptions(ACME, 'cust_1')).toMatchObject([{ subscription_status: 'active' }]);
    expect(standIn.entitlements(ACME, text(subscription, 'id'))).toMatchObject([{ feature_id: 'feat_1' }]);
  });
});
