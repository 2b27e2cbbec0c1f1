import { createCustomer, endOf, executionOf, start, statuses, trigger } from '../support/platform/scenario';
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
});
