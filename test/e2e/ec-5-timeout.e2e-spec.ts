import { createCustomer, endOf, start, statuses } from '../support/platform/scenario';
import { usePlatform } from '../support/platform/use-platform';

const WALLET = { id: 'wallet', type: 'create_wallet', config: { currency: 'USD' } };
const AFTER = { id: 'after', type: 'grant_credits', config: { currency: 'USD', amount: 1 } };

describe('EC-5: a run takes too long', () => {
  const used = usePlatform();

  it.each([
    ['a wait', { id: 'slow', type: 'wait', config: { duration_seconds: 3600 } }, undefined],
    [
      'the wait for the next attempt',
      { ...AFTER, id: 'slow', retry_policy: { initial_interval_seconds: 600, max_interval_seconds: 600 } },
      'grant_credits:unavailable:9',
    ],
  ])('ends at its deadline, with what was done till then: %s', async (_what, slow, fault) => {
    const { acme } = used();
    const customer = await createCustomer(acme, 'Ada', fault);
    const run = await endOf(acme, await start(acme, { steps: [WALLET, slow, AFTER], timeout_seconds: 2 }, customer));
    expect(run).toMatchObject({ status: 'failed', error: { code: 'execution_timeout', step_id: 'slow' } });
    expect(statuses(run)).toEqual(['wallet: completed', 'slow: failed', 'after: skipped']);
    expect(run.step_executions[1]?.error).toMatchObject({ code: 'execution_timeout' });
    expect(run.step_executions[0]?.output).toMatchObject({ adopted: false });
  });
});
