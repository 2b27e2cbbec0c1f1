import { BillingGateway, StepFaults, Transactions, type Effect } from '@app/application';
import { ScopedDatabase } from '@app/database';
import { Customers, Ledger } from '@app/billing';
import { ACME_PROD, GLOBEX_PROD } from '../../support/builders/scopes';
import { startDatabaseApp, type DatabaseApp } from '../../support/database/database-app';

const EFFECT: Effect = { key: 'exec_1:wallet', causation: { executionId: 'exec_1', depth: 1 } };
const WALLET = { currency: 'USD', conversionRate: '1', initialCredits: '100' };

describe('rehearsed faults', () => {
  let world: DatabaseApp;
  beforeAll(async () => {
    world = await startDatabaseApp();
  });
  afterEach(() => world.clear());
  afterAll(() => world.close());

  async function aCustomer(fault: string): Promise<string> {
    const customer = { name: 'Ada', metadata: { sandbox_fault: fault } };
    return (await world.app.get(Customers).create(ACME_PROD, customer, 'test')).id;
  }

  /** As a step does it: the effect and its record in one transaction. */
  function createWallet(customerId: string, operation = 'create_wallet'): Promise<unknown> {
    const [faults, billing] = [world.app.get(StepFaults), world.app.get(BillingGateway)];
    const work = () => billing.createWallet(ACME_PROD, EFFECT, { customerId, ...WALLET });
    return faults.around(ACME_PROD, { operation, customerId }, () => world.app.get(Transactions).run(ACME_PROD, work));
  }

  const walletsOf = async (customerId: string): Promise<number> =>
    (await world.app.get(Ledger).wallets(ACME_PROD, customerId, { limit: 10, offset: 0 })).total;

  it.each(['unavailable', 'rate_limited', 'timeout', 'rejected'])('%s: as often as asked for', async (code) => {
    const customerId = await aCustomer(`create_wallet:${code}:2`);
    for (let call = 0; call < 2; call += 1) await expect(createWallet(customerId)).rejects.toMatchObject({ code });
    expect(await walletsOf(customerId)).toBe(0);
    await createWallet(customerId);
    await createWallet(customerId);
    expect(await walletsOf(customerId)).toBe(1);
  });

  it('lost_reply: the work is done, and the next call finds it', async () => {
    const customerId = await aCustomer('create_wallet:lost_reply:1');
    await expect(createWallet(customerId)).rejects.toMatchObject({ code: 'timeout' });
    expect(await walletsOf(customerId)).toBe(1);
    expect(await createWallet(customerId)).toMatchObject({ adopted: false, creditBalance: '100' });
    expect(await walletsOf(customerId)).toBe(1);
  });

  it('hit that operation of that customer only, and another text is another fault', async () => {
    const customerId = await aCustomer('compensate_create_wallet:rejected:1');
    await createWallet(customerId);
    await expect(createWallet(customerId, 'compensate_create_wallet')).rejects.toMatchObject({ code: 'rejected' });
    await world.app
      .get(Customers)
      .update(ACME_PROD, customerId, { metadata: { sandbox_fault: 'create_wallet:timeout:1' } }, 'test');
    await expect(createWallet(customerId)).rejects.toMatchObject({ code: 'timeout' });
    await createWallet(customerId);
  });

  it('are rehearsed anew once the metadata is written anew', async () => {
    const customerId = await aCustomer('create_wallet:timeout:1');
    await expect(createWallet(customerId)).rejects.toMatchObject({ code: 'timeout' });
    await createWallet(customerId);
    const metadata = { sandbox_fault: 'create_wallet:timeout:1' };
    await world.app.get(Customers).update(ACME_PROD, customerId, { metadata }, 'test');
    await expect(createWallet(customerId)).rejects.toMatchObject({ code: 'timeout' });
  });

  it('are closed to other scopes', async () => {
    await expect(createWallet(await aCustomer('create_wallet:timeout:1'))).rejects.toMatchObject({ code: 'timeout' });
    const sql = 'SELECT count(*)::integer AS count FROM billing.sandbox_faults WHERE $1 <> $2';
    expect(await world.app.get(ScopedDatabase).query(GLOBEX_PROD, sql)).toEqual([{ count: 0 }]);
  });
});
