import type { ExecutionShape } from '../support/platform/shapes';
import { createCustomer, endOf, executionOf, ledgerOf, start, statuses } from '../support/platform/scenario';
import { usePlatform } from '../support/platform/use-platform';
import { waitUntil } from '../support/wait-until';

const STEPS = [
  { id: 'plan', type: 'assign_plan', config: { plan_id: 'plan_starter', currency: 'USD' } },
  { id: 'entitlement', type: 'create_entitlement', config: { feature_id: 'feature_sso' } },
  { id: 'wallet', type: 'create_wallet', config: { currency: 'USD', initial_credits: 100 } },
  { id: 'grant', type: 'grant_credits', config: { currency: 'USD', amount: '0.5' } },
  { id: 'customer', type: 'update_customer', config: { name: 'Grace', metadata: { tier: 'gold' } } },
  { id: 'mail', type: 'send_email', config: { subject: 'Hi', body: 'there' } },
  { id: 'bad', type: 'assign_plan', config: { plan_id: 'plan_gone', currency: 'USD' } },
];
const UNDONE = ['plan', 'entitlement', 'wallet', 'grant', 'customer'];

describe('a failed run is undone', () => {
  const used = usePlatform();

  const undoing = (customerId: string): Promise<string> =>
    start(used().acme, { steps: STEPS, on_failure: 'compensate' }, customerId);

  async function expectNothingLeft(customer: string): Promise<void> {
    const { acme } = used();
    expect(await ledgerOf(acme, customer, 'subscriptions')).toMatchObject([{ status: 'cancelled' }]);
    expect(await ledgerOf(acme, customer, 'entitlements')).toMatchObject([{ status: 'deleted' }]);
    expect(await ledgerOf(acme, customer, 'wallets')).toMatchObject([{ status: 'terminated', credit_balance: '100' }]);
    expect(await ledgerOf(acme, customer, 'transactions')).toMatchObject([
      { type: 'debit', credits: '0.5' },
      { type: 'credit', credits: '0.5' },
      { type: 'credit', credits: '100' },
    ]);
    const { body } = await acme.get(`/billing/customers/${customer}`);
    expect([body.name, (body.metadata as Record<string, string>).tier]).toEqual(['Ada', undefined]);
  }

  function expectUndone(run: ExecutionShape): void {
    expect(run).toMatchObject({ status: 'failed', error: { code: 'not_found', step_id: 'bad' } });
    expect(statuses(run)).toEqual([...UNDONE.map((id) => `${id}: compensated`), 'mail: completed', 'bad: failed']);
  }

  it('step by step, the last one first; a mail stays sent', async () => {
    const customer = await createCustomer(used().acme, 'Ada');
    expectUndone(await endOf(used().acme, await undoing(customer)));
    await expectNothingLeft(customer);
  });

  it('although the worker dies meanwhile, and answers are lost', async () => {
    const { acme, platform } = used();
    const customer = await createCustomer(acme, 'Ada', 'compensate_create_wallet:lost_reply:2');
    const id = await undoing(customer);
    await waitUntil(
      'the way back',
      async () => (await executionOf(acme, id)).step_executions[3]?.status === 'compensated',
    );
    process.kill(platform.ready().pids.worker, 'SIGKILL');
    expectUndone(await endOf(acme, id, 90));
    await expectNothingLeft(customer);
  }, 120_000);

  it('says what could not be undone, and undoes the rest', async () => {
    const { acme } = used();
    const customer = await createCustomer(acme, 'Ada', 'compensate_create_wallet:rejected:1');
    const run = await endOf(acme, await undoing(customer));
    expect(run).toMatchObject({ status: 'failed', error: { code: 'compensation_failed', step_id: 'bad' } });
    expect(run.error?.message).toContain('"wallet"');
    const wallet = run.step_executions.find(({ step_id }) => step_id === 'wallet');
    expect(wallet).toMatchObject({ status: 'compensation_failed', error: { code: 'rejected', attempts: 1 } });
    expect(statuses(run).filter((status) => status.endsWith('compensated'))).toHaveLength(UNDONE.length - 1);
    expect(await ledgerOf(acme, customer, 'wallets')).toMatchObject([{ status: 'active' }]);
  });

  it('a step whose answer was lost for good is undone too, says so, and can be done anew', async () => {
    const { acme } = used();
    const customer = await createCustomer(acme, 'Ada', 'grant_credits:lost_reply:1');
    const grant = { ...STEPS[3], retry_policy: { max_attempts: 1 } };
    const undoing = { steps: [STEPS[2], grant] as object[], on_failure: 'compensate' };
    const failed = await endOf(acme, await start(acme, undoing, customer));
    expect(statuses(failed)).toEqual(['wallet: compensated', 'grant: failed']);
    expect(failed.step_executions[1]).toMatchObject({
      error: { code: 'timeout' },
      compensation: { status: 'completed' },
    });
    const wallets = () => ledgerOf<{ status: string; credit_balance: string }>(acme, customer, 'wallets');
    const balances = async () => (await wallets()).map(({ status, credit_balance }) => `${status} ${credit_balance}`);
    expect(await balances()).toEqual(['terminated 100']);
    const { body } = await acme.post<{ execution_id: string }>(`/workflows/executions/${failed.id}/retry`, {});
    expect((await endOf(acme, body.execution_id)).status).toBe('completed');
    expect((await balances()).sort()).toEqual(['active 100.5', 'terminated 100']);
  });

  it('and a retry does anew what was undone, and finds what was not', async () => {
    const { acme } = used();
    const customer = await createCustomer(acme, 'Ada', 'assign_plan:rejected:1');
    const [, , wallet, grant] = STEPS;
    const plan = { ...STEPS[0], id: 'late' };
    const failed = await endOf(
      acme,
      await start(acme, { steps: [wallet, grant, plan] as object[], on_failure: 'compensate' }, customer),
    );
    expect(statuses(failed)).toEqual(['wallet: compensated', 'grant: compensated', 'late: failed']);
    const { body } = await acme.post<{ execution_id: string }>(`/workflows/executions/${failed.id}/retry`, {});
    const run = await endOf(acme, body.execution_id);
    expect([run.status, ...run.step_executions.map(({ reused }) => reused)]).toEqual([
      'completed',
      undefined,
      undefined,
      undefined,
    ]);
    const active = (await ledgerOf(acme, customer, 'wallets')).filter(({ status }) => status === 'active');
    expect(active).toMatchObject([{ credit_balance: '100.5' }]);
  });
});
