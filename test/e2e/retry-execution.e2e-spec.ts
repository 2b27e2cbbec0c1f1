import { createCustomer, define, endOf, ledgerOf, start, statuses, trigger } from '../support/platform/scenario';
import { usePlatform } from '../support/platform/use-platform';

const WALLET = { id: 'wallet', type: 'create_wallet', config: { currency: 'USD', initial_credits: 100 } };
const GRANT = { id: 'grant', type: 'grant_credits', config: { currency: 'USD', amount: 5 } };
const ONCE = { retry_policy: { max_attempts: 1 } };

describe('retrying a run', () => {
  const used = usePlatform();

  async function retry(id: string, how: object = {}): Promise<string> {
    const { status, body } = await used().acme.post<{ execution_id: string }>(`/workflows/executions/${id}/retry`, how);
    expect([status, body]).toEqual([
      202,
      { execution_id: expect.stringMatching(/^exec_/) as string, status: 'pending' },
    ]);
    return body.execution_id;
  }

  it('goes on at the failed step, with the outputs of the others, and makes no effect twice', async () => {
    const { acme } = used();
    // The credits are there, only the answer was lost: whoever asks again must find them.
    const customer = await createCustomer(acme, 'Ada', 'grant_credits:lost_reply:1');
    const mail = {
      id: 'mail',
      type: 'send_email',
      config: { subject: 'Hi', body: '{{ steps.grant.output.credit_balance }}' },
    };
    const failed = await endOf(acme, await start(acme, { steps: [WALLET, { ...GRANT, ...ONCE }, mail] }, customer));
    expect(statuses(failed)).toEqual(['wallet: completed', 'grant: failed', 'mail: skipped']);
    const run = await endOf(acme, await retry(failed.id));
    expect([run.status, run.retry_of, ...statuses(run)]).toEqual([
      ...['completed', failed.id, 'wallet: completed', 'grant: completed', 'mail: completed'],
    ]);
    expect(run.step_executions.map(({ reused, attempts }) => [reused, attempts])).toEqual([
      ...[
        [true, 0],
        [undefined, 1],
        [undefined, 1],
      ],
    ]);
    expect(run.step_executions[0]?.output).toEqual(failed.step_executions[0]?.output);
    expect(await ledgerOf(acme, customer, 'wallets')).toMatchObject([{ credit_balance: '105' }]);
    const again = await acme.post(`/workflows/executions/${failed.id}/retry`, {});
    expect([again.status, again.body.code]).toEqual([409, 'conflict']);
    expect((await acme.post(`/workflows/executions/${run.id}/retry`, {})).status).toBe(409);
  });

  it('does everything anew from the start', async () => {
    const { acme } = used();
    const customer = await createCustomer(acme, 'Ada', 'grant_credits:lost_reply:1');
    const failed = await endOf(acme, await start(acme, { steps: [WALLET, { ...GRANT, ...ONCE }] }, customer));
    const run = await endOf(acme, await retry(failed.id, { from: 'start' }));
    expect([run.status, run.step_executions[0]?.output?.adopted]).toEqual(['completed', true]);
    expect(await ledgerOf(acme, customer, 'wallets')).toMatchObject([{ credit_balance: '110' }]);
  });

  it('carries out the original version, or the latest', async () => {
    const { acme } = used();
    const customer = await createCustomer(acme);
    const plan = (plan_id: string) => ({ id: 'plan', type: 'assign_plan', config: { plan_id, currency: 'USD' } });
    const definition = { name: 'Mended', trigger: { type: 'manual' } };
    const workflowId = await define(acme, { ...definition, steps: [plan('plan_gone')] });
    const failed = await endOf(acme, await trigger(acme, workflowId, customer));
    const body = JSON.stringify({ ...definition, steps: [plan('plan_starter')] });
    expect((await acme.call('PUT', `/workflows/definitions/${workflowId}`, body)).status).toBe(200);
    const original = await endOf(acme, await retry(failed.id));
    expect([original.workflow_version, original.status]).toEqual([1, 'failed']);
    const latest = await endOf(acme, await retry(original.id, { version: 'latest' }));
    expect([latest.workflow_version, latest.status]).toEqual([2, 'completed']);
    expect(await ledgerOf(acme, customer, 'subscriptions')).toHaveLength(1);
  });

  it('refuses words that it does not know', async () => {
    const { acme } = used();
    const failed = await start(acme, { steps: [GRANT] }, await createCustomer(acme));
    const { status, body } = await acme.post(`/workflows/executions/${failed}/retry`, { from: 'middle' });
    expect([status, body.code]).toEqual([400, 'validation_failed']);
  });
});
