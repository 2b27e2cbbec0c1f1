import { setImmediate } from 'node:timers/promises';
import { STEP_PLACEMENTS } from '@app/contracts';
import type { TenantScope } from '@app/domain';
import { aDefinition } from '../../../../test/support/builders/definitions';
import { aNewExecution } from '../../../../test/support/builders/executions';
import { ACME_PROD, GLOBEX_PROD } from '../../../../test/support/builders/scopes';
import { FakeDefinitionRepository } from '../../../../test/support/fakes/fake-definition-repository';
import { FakeExecutionRepository, FakeRuns } from '../../../../test/support/fakes/fake-executions';
import { FakePendingExecutions } from '../../../../test/support/fakes/fake-pending-executions';
import { FakeWorkflowEngine } from '../../../../test/support/fakes/fake-workflow-engine';
import { StartPendingExecutions, type StartPendingOutcome } from './start-pending-executions';

async function setup(count: number): Promise<{
  runs: FakeRuns;
  engine: FakeWorkflowEngine;
  start: (scope: TenantScope, limit: number) => Promise<StartPendingOutcome>;
}> {
  const definitions = new FakeDefinitionRepository();
  const runs = new FakeRuns(definitions);
  const engine = new FakeWorkflowEngine();
  const definition = aDefinition({ retryPolicy: { maxAttempts: 7 } });
  await definitions.insert(ACME_PROD, definition);
  const orders = Array.from({ length: count }, () => aNewExecution(definition));
  await new FakeExecutionRepository(runs).insertPending(ACME_PROD, orders);
  const pending = new FakePendingExecutions(runs);
  const startPending = new StartPendingExecutions(pending, engine, STEP_PLACEMENTS.embedded);
  const start = async (scope: TenantScope, limit: number): Promise<StartPendingOutcome> =>
    startPending.execute(scope, { claimed: await pending.claim(scope, limit, 30), atOnce: 2 });
  return { runs, engine, start };
}

describe('StartPendingExecutions', () => {
  it('starts what was claimed, and shows it running', async () => {
    const { runs, engine, start } = await setup(3);
    expect(await start(ACME_PROD, 2)).toEqual({ started: 2, failures: [] });
    expect(engine.started).toHaveLength(2);
    expect(runs.rows.map(({ execution }) => execution.status)).toEqual(['running', 'running', 'pending']);
  });

  it('freezes what the run needs: steps, effective policies, placement', async () => {
    const { engine, start } = await setup(1);
    await start(ACME_PROD, 1);
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

  it('has no more starts under way than it is told', async () => {
    const { engine, start } = await setup(7);
    let [underWay, most] = [0, 0];
    const one = engine.start.bind(engine);
    engine.start = async (...run) => {
      most = Math.max(most, (underWay += 1));
      await setImmediate();
      underWay -= 1;
      return one(...run);
    };
    expect(await start(ACME_PROD, 7)).toEqual({ started: 7, failures: [] });
    expect(most).toBe(2);
  });

  it('gives back what could not be started, for later', async () => {
    const { runs, engine, start } = await setup(1);
    engine.isDown = true;
    const { started, failures } = await start(ACME_PROD, 5);
    expect([started, failures]).toMatchObject([0, [{ error: { code: 'unavailable' } }]]);
    expect(runs.rows[0]?.execution.status).toBe('pending');
    engine.isDown = false;
    expect(await start(ACME_PROD, 5)).toEqual({ started: 0, failures: [] });
    if (runs.rows[0]) runs.rows[0].startAfter = 0;
    expect((await start(ACME_PROD, 5)).started).toBe(1);
  });

  it('starts nothing of another scope', async () => {
    const { engine, start } = await setup(1);
    await start(GLOBEX_PROD, 5);
    expect(engine.started).toEqual([]);
  });
});
