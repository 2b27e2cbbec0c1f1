import { Client, Connection } from '@temporalio/client';
import { createCustomer, endOf, executionOf, start, statuses } from '../support/platform/scenario';
import { usePlatform } from '../support/platform/use-platform';
import { waitUntil } from '../support/wait-until';

const STEPS = [
  { id: 'wallet', type: 'create_wallet', config: { currency: 'USD' } },
  { id: 'pause', type: 'wait', config: { duration_seconds: 5 } },
  { id: 'grant', type: 'grant_credits', config: { currency: 'USD', amount: 1 } },
];

describe('with WORKER_VERSIONING', () => {
  const used = usePlatform({ WORKER_VERSIONING: 'true' });

  it('a run stays with the build that began it, also when the worker is started anew', async () => {
    const { acme, platform } = used();
    const id = await start(acme, { steps: STEPS }, await createCustomer(acme));
    await waitUntil('the wait', async () => (await executionOf(acme, id)).step_executions[1]?.status === 'running');
    process.kill(platform.ready().pids.worker, 'SIGKILL');
    const run = await endOf(acme, id, 60);
    expect([run.status, ...statuses(run)]).toEqual([
      ...['completed', 'wallet: completed', 'pause: completed', 'grant: completed'],
    ]);
    const { temporal, temporal_namespace: namespace } = platform.ready();
    const connection = await Connection.connect({ address: temporal });
    const { temporal_workflow_id } = run;
    const { raw } = await new Client({ connection, namespace }).workflow.getHandle(temporal_workflow_id).describe();
    await connection.close();
    const { behavior, deploymentVersion } = raw.workflowExecutionInfo?.versioningInfo ?? {};
    // Of the API's enum: 1 is pinned.
    expect([behavior, deploymentVersion?.buildId]).toEqual([1, expect.stringMatching(/^[0-9a-f]{16}$/)]);
  }, 120_000);
});
