import { createCustomer, endOf, ledgerOf, start, statuses } from '../support/platform/scenario';
import { usePlatform } from '../support/platform/use-platform';

describe('EC-4: a run fails half way', () => {
  const used = usePlatform();

  it('keeps what was done, names what failed, skips the rest; what runs beside it finishes first', async () => {
    const { acme } = used();
    const customer = await createCustomer(acme);
    const steps = [
      { id: 'wallet', order: 1, type: 'create_wallet', config: { currency: 'USD', initial_credits: 100 } },
      { id: 'bad', order: 2, type: 'assign_plan', config: { plan_id: 'plan_gone', currency: 'USD' } },
      { id: 'beside', order: 2, type: 'wait', config: { duration_seconds: 1 } },
      { id: 'after', order: 3, type: 'grant_credits', config: { currency: 'USD', amount: 5 } },
    ];
    const run = await endOf(acme, await start(acme, { steps }, customer));
    expect(run).toMatchObject({ status: 'failed', error: { code: 'not_found', step_id: 'bad' } });
    expect(statuses(run)).toEqual(['wallet: completed', 'bad: failed', 'beside: completed', 'after: skipped']);
    expect(run.step_executions[0]?.output).toMatchObject({ credit_balance: '100' });
    expect(await ledgerOf(acme, customer, 'wallets')).toMatchObject([{ credit_balance: '100', status: 'active' }]);
  });
});
