import { ACME, createCustomer, endOf, executionOf, ledgerOf, PRODUCTION, start } from '../support/platform/scenario';
import { usePlatform } from '../support/platform/use-platform';
import { waitUntil } from '../support/wait-until';

const WALLET = { id: 'wallet', type: 'create_wallet', config: { currency: 'USD', initial_credits: 100 } };
const QUICK = { initial_interval_seconds: 1, backoff_coefficient: 1 };

describe('UC-4: steps that fail are tried again', () => {
  const used = usePlatform();

  it('tries again after a passing failure, and shows attempts and the next one while it waits', async () => {
    const { acme } = used();
    const customer = await createCustomer(acme, 'Ada', 'create_wallet:unavailable:2');
    const retry_policy = { max_attempts: 3, initial_interval_seconds: 2, backoff_coefficient: 1 };
    const id = await start(acme, { steps: [{ ...WALLET, retry_policy }] }, customer);
    const waiting = await waitUntil('the second attempt', async () => {
      const [step] = (await executionOf(acme, id)).step_executions;
      return step?.attempts === 2 && step.next_attempt_at !== undefined && step;
    });
    expect(waiting).toMatchObject({ status: 'running', error: { code: 'unavailable', retryable: true, attempts: 2 } });
    const run = await endOf(acme, id);
    const [next, end] = [waiting.next_attempt_at, run.completed_at].map((time) => Date.parse(time ?? ''));
    expect(end).toBeGreaterThanOrEqual(next ?? NaN);
    expect([run.status, run.step_executions[0]?.attempts]).toEqual(['completed', 3]);
    expect(run.step_executions[0]).not.toHaveProperty('next_attempt_at');
    expect(run.step_executions[0]).not.toHaveProperty('error');
  });

  it.each([
    ['the default, three', {}, {}, 3],
    ["the definition's", { max_attempts: 2 }, {}, 2],
    ["the step's before the definition's", { max_attempts: 2 }, { max_attempts: 1 }, 1],
  ])('gives up after as many attempts as the policy says: %s', async (_whose, definition, step, attempts) => {
    const { acme } = used();
    const customer = await createCustomer(acme, 'Ada', 'create_wallet:unavailable:99');
    const steps = [{ ...WALLET, retry_policy: { ...QUICK, ...step } }];
    const run = await endOf(acme, await start(acme, { steps, retry_policy: definition }, customer));
    expect(run).toMatchObject({ status: 'failed', error: { code: 'unavailable', step_id: 'wallet' } });
    expect(run.step_executions[0]).toMatchObject({ status: 'failed', attempts, error: { retryable: true, attempts } });
  });

  it('does not try again what cannot be mended so', async () => {
    const { acme } = used();
    const customer = await createCustomer(acme, 'Ada', 'create_wallet:rejected:1');
    const run = await endOf(acme, await start(acme, { steps: [WALLET] }, customer));
    expect(run.step_executions[0]).toMatchObject({ status: 'failed', attempts: 1, error: { retryable: false } });
  });

  it('logs each failed attempt with whose it was, and where in the sources it failed', async () => {
    const { acme, platform } = used();
    const customer = await createCustomer(acme, 'Ada', 'create_wallet:rejected:1');
    const { id } = await endOf(acme, await start(acme, { steps: [WALLET] }, customer));
    const logged = await waitUntil('its line', async () => platform.workerLog().find((line) => line.includes(id)));
    const whose = { tenant_id: ACME, environment_id: PRODUCTION, execution_id: id, step_id: 'wallet' };
    expect(JSON.parse(logged)).toMatchObject({
      ...{ msg: 'An attempt failed', attempt: 1, ...whose },
      err: { stack: expect.stringMatching(/libs\/steps\/src\/run-step\.ts:\d+/) as unknown },
    });
  });

  it('waits as long as a rate limit asks for, not as long as the policy', async () => {
    const { acme } = used();
    const customer = await createCustomer(acme, 'Ada', 'create_wallet:rate_limited:1');
    const retry_policy = { initial_interval_seconds: 600, max_interval_seconds: 600 };
    const run = await endOf(acme, await start(acme, { steps: [{ ...WALLET, retry_policy }] }, customer));
    expect([run.status, run.step_executions[0]?.attempts]).toEqual(['completed', 2]);
  });

  it('makes an effect once although its answer was lost', async () => {
    const { acme } = used();
    const customer = await createCustomer(acme, 'Ada', 'grant_credits:lost_reply:2');
    const grant = { id: 'grant', type: 'grant_credits', config: { currency: 'USD', amount: 5 }, retry_policy: QUICK };
    const run = await endOf(acme, await start(acme, { steps: [WALLET, grant] }, customer));
    expect([run.status, run.step_executions[1]?.attempts]).toEqual(['completed', 3]);
    expect(await ledgerOf(acme, customer, 'wallets')).toMatchObject([{ credit_balance: '105' }]);
  });
});
