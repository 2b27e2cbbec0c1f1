import { createCustomer, endOf, executionOf, ledgerOf, start, statuses } from '../support/platform/scenario';
import { usePlatform } from '../support/platform/use-platform';
import { waitUntil } from '../support/wait-until';

const WALLET = { id: 'wallet', type: 'create_wallet', config: { currency: 'USD' } };
const PAUSE = { id: 'pause', type: 'wait', config: { duration_seconds: 3600 } };
const GRANT = { id: 'grant', type: 'grant_credits', config: { currency: 'USD', amount: 5 } };

describe('cancelling a run', () => {
  const used = usePlatform();
  const cancel = (id: string) => used().acme.post(`/workflows/executions/${id}/cancel`, {});

  it('ends a wait, skips the rest, keeps what was done, and is refused afterwards', async () => {
    const { acme } = used();
    const id = await start(acme, { steps: [WALLET, PAUSE, GRANT] }, await createCustomer(acme));
    await waitUntil('the wait', async () => (await executionOf(acme, id)).step_executions[1]?.status === 'running');
    const { status, body } = await cancel(id);
    expect([status, body]).toEqual([202, { execution_id: id, status: 'running' }]);
    const run = await endOf(acme, id);
    expect([run.status, run.error]).toEqual(['cancelled', undefined]);
    expect(statuses(run)).toEqual(['wallet: completed', 'pause: skipped', 'grant: skipped']);
    const again = await cancel(id);
    expect([again.status, again.body.code]).toEqual([409, 'execution_ended']);
  });

  it('ends a step that waits for its next attempt with the failure of its last one', async () => {
    const { acme } = used();
    const customer = await createCustomer(acme, 'Ada', 'create_wallet:unavailable:1');
    const retry_policy = { initial_interval_seconds: 600, max_interval_seconds: 600 };
    const id = await start(acme, { steps: [{ ...WALLET, retry_policy }, GRANT] }, customer);
    await waitUntil('the first attempt', async () => (await executionOf(acme, id)).step_executions[0]?.attempts === 1);
    await cancel(id);
    const run = await endOf(acme, id);
    expect([run.status, ...statuses(run)]).toEqual(['cancelled', 'wallet: failed', 'grant: skipped']);
    expect(run.step_executions[0]?.error).toMatchObject({ code: 'unavailable', attempts: 1 });
    expect(await ledgerOf(acme, customer, 'wallets')).toEqual([]);
  });

  it('reaches the run although nothing could tell it at the moment', async () => {
    const { acme, platform } = used();
    const id = await start(acme, { steps: [PAUSE] }, await createCustomer(acme));
    await waitUntil('the wait', async () => (await executionOf(acme, id)).step_executions[0]?.status === 'running');
    process.kill(platform.ready().pids.trigger, 'SIGKILL');
    expect((await cancel(id)).status).toBe(202);
    expect((await endOf(acme, id)).status).toBe('cancelled');
  });
});
