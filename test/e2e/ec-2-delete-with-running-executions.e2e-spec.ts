import {
  createCustomer,
  define,
  endOf,
  executionOf,
  ledgerOf,
  start,
  statuses,
  trigger,
} from '../support/platform/scenario';
import { usePlatform } from '../support/platform/use-platform';
import { waitUntil } from '../support/wait-until';

const STEPS = [
  { id: 'wallet', type: 'create_wallet', config: { currency: 'USD' } },
  { id: 'pause', type: 'wait', config: { duration_seconds: 3600 } },
  { id: 'grant', type: 'grant_credits', config: { currency: 'USD', amount: 1 } },
];

describe('EC-2: a workflow is deleted while it runs', () => {
  const used = usePlatform();

  it('is refused, and with force cancels the runs, which stay readable', async () => {
    const { acme } = used();
    const customer = await createCustomer(acme);
    const id = await start(acme, { steps: STEPS }, customer);
    const { workflow_id } = await executionOf(acme, id);
    const other = await trigger(acme, workflow_id, customer);
    await waitUntil('both waits', async () => {
      const runs = await Promise.all([executionOf(acme, id), executionOf(acme, other)]);
      return runs.every((run) => run.step_executions[1]?.status === 'running');
    });
    const refused = await acme.call('DELETE', `/workflows/definitions/${workflow_id}`);
    expect([refused.status, refused.body.code]).toEqual([409, 'definition_has_running_executions']);
    expect((await acme.call('DELETE', `/workflows/definitions/${workflow_id}?force=true`)).status).toBe(204);
    for (const run of [await endOf(acme, id), await endOf(acme, other)]) {
      expect(run.status).toBe('cancelled');
      expect(statuses(run)).toEqual(['wallet: completed', 'pause: skipped', 'grant: skipped']);
    }
    expect((await acme.get(`/workflows/definitions/${workflow_id}`)).status).toBe(404);
    const retry = await acme.post(`/workflows/executions/${id}/retry`, {});
    expect([retry.status, retry.body.code]).toEqual([409, 'conflict']);
  });

  it('counts runs that have not begun: with force they never do', async () => {
    const { acme, platform } = used();
    const { trigger: dispatcher } = platform.ready().pids;
    const workflow = await define(acme, { name: 'Never begun', trigger: { type: 'manual' }, steps: STEPS });
    const customer = await createCustomer(acme);
    process.kill(dispatcher, 'SIGSTOP');
    try {
      const id = await trigger(acme, workflow, customer);
      expect((await acme.call('DELETE', `/workflows/definitions/${workflow}`)).status).toBe(409);
      expect((await acme.call('DELETE', `/workflows/definitions/${workflow}?force=true`)).status).toBe(204);
      const run = await executionOf(acme, id);
      expect([run.status, ...statuses(run)]).toEqual(['cancelled', ...STEPS.map((step) => `${step.id}: skipped`)]);
    } finally {
      process.kill(dispatcher, 'SIGCONT');
    }
    expect(await ledgerOf(acme, customer, 'wallets')).toEqual([]);
  });
});
