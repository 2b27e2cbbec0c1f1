import { STEP_PLACEMENTS } from '@app/contracts';
import { aDefinition } from '../../../../test/support/builders/definitions';
import { aNewExecution } from '../../../../test/support/builders/executions';
import { ACME_PROD, GLOBEX_PROD } from '../../../../test/support/builders/scopes';
import { FakeDefinitionRepository } from '../../../../test/support/fakes/fake-definition-repository';
import { FakeExecutionRepository, FakeRuns } from '../../../../test/support/fakes/fake-executions';
import { FakePendingExecutions } from '../../../../test/support/fakes/fake-pending-executions';
import { FakeWorkflowEngine } from '../../../../test/support/fakes/fake-workflow-engine';
import { StartPendingExecutions } from './start-pending-executions';

async function setup(
  count: number,
): Promise<{ runs: FakeRuns; engine: FakeWorkflowEngine; startPending: StartPendingExecutions }> {
  const definitions = new FakeDefinitionRepository();
  const runs = new FakeRuns(definitions);
  const engine = new FakeWorkflowEngine();
  const definition = aDefinition({ retryPolicy: { maxAttempts: 7 } });
  await definitions.insert(ACME_PROD, definition);
  const orders = Array.from({ length: count }, () => aNewExecution(definition));
  await new FakeExecutionRepository(runs).insertPending(ACME_PROD, orders);
  const pending = new FakePendingExecutions(runs);
  return { runs, engine, startPending: new StartPendingExecutions(pending, engine, STEP_PLACEMENTS.embedded) };
}

describe('StartPendingExecutions', () => {
  it('starts what is pending, up to its limit, and shows it running', async () => {
    const { runs, engine, startPending } = await setup(3);
    expect(await startPending.execute(ACME_PROD, { limit: 2 })).toEqual({ started: 2, failures: [] });
    expect(engine.started).toHaveLength(2);
    expect(runs.rows.map(({ execution }) => execution.status)).toEqual(['running', 'running', 'pending']);
  });

  it('freezes what the run needs: steps, effective policies, placement', async () => {
    const { engine, startPending } = await setup(1);
    await startPending.execute(ACME_PROD, { limit: 1 });
    const [input] = engine.started;
    expect(input).toMatchObject({
      scope: ACME_PROD,
      timeoutSeconds: 3600,
      trigger: { payload: { customer_id: 'cust_1' } },
    });
    expect(input?.rootExecutionId).toBe(input?.executionId);
    expect(input?.steps[1]).toMatchObject({
      ...{ id: 'step_2', type: 'create_wallet', placement: 'local', dependsOn: ['step_1'], timeoutSeconds: 30 },
      retryPolicy: { maxAttempts: 7, initialIntervalSeconds: 1, backoffCoefficient: 2, maxIntervalSeconds: 60 },
    });
  });

  it('gives back what could not be started, for later', async () => {
    const { runs, engine, startPending } = await setup(1);
    engine.isDown = true;
    const { started, failures } = await startPending.execute(ACME_PROD, { limit: 5 });
    expect([started, failures]).toMatchObject([0, [{ error: { code: 'unavailable' } }]]);
    expect(runs.rows[0]?.execution.status).toBe('pending');
    engine.isDown = false;
    expect(await startPending.execute(ACME_PROD, { limit: 5 })).toEqual({ started: 0, failures: [] });
    if (runs.rows[0]) runs.rows[0].startAfter = 0;
    expect((await startPending.execute(ACME_PROD, { limit: 5 })).started).toBe(1);
  });

  it('starts nothing of another scope', async () => {
    const { engine, startPending } = await setup(1);
    await startPending.execute(GLOBEX_PROD, { limit: 5 });
    expect(engine.started).toEqual([]);
  });
});
