import { StartPendingExecutions } from '@app/application';
import { aDefinition } from '../../../../test/support/builders/definitions';
import { aNewExecution } from '../../../../test/support/builders/executions';
import { ACME_PROD, GLOBEX_PROD } from '../../../../test/support/builders/scopes';
import { FakeDefinitionRepository } from '../../../../test/support/fakes/fake-definition-repository';
import {
  FakeExecutionRepository,
  FakePendingExecutions,
  FakePendingExecutionsSignal,
  FakeRuns,
} from '../../../../test/support/fakes/fake-executions';
import { FakeWorkflowEngine } from '../../../../test/support/fakes/fake-workflow-engine';
import { waitUntil } from '../../../../test/support/wait-until';
import { Dispatcher } from './dispatcher';

function setup(): {
  runs: FakeRuns;
  engine: FakeWorkflowEngine;
  dispatcher: Dispatcher;
  order: (scope: typeof ACME_PROD, count: number) => Promise<void>;
} {
  const definitions = new FakeDefinitionRepository();
  const runs = new FakeRuns(definitions);
  const engine = new FakeWorkflowEngine();
  const pending = new FakePendingExecutions(runs);
  const startPending = new StartPendingExecutions(pending, engine);
  const dispatcher = new Dispatcher(pending, new FakePendingExecutionsSignal(runs), startPending);
  const order = async (scope: typeof ACME_PROD, count: number): Promise<void> => {
    const definition = aDefinition();
    await definitions.insert(scope, definition);
    const orders = Array.from({ length: count }, () => aNewExecution(definition));
    await new FakeExecutionRepository(runs).insertPending(scope, orders);
  };
  return { runs, engine, dispatcher, order };
}

describe('Dispatcher', () => {
  it('starts what a crash left behind, to the last one', async () => {
    const { engine, dispatcher, order } = setup();
    await order(ACME_PROD, 60);
    await dispatcher.onApplicationBootstrap();
    await waitUntil('all starts', async () => engine.started.length === 60, 5);
    await dispatcher.beforeApplicationShutdown();
  });

  it('is woken by what is stored', async () => {
    const { engine, dispatcher, order } = setup();
    await dispatcher.onApplicationBootstrap();
    await order(ACME_PROD, 1);
    await waitUntil('the start', async () => engine.started.length === 1, 5);
    await dispatcher.beforeApplicationShutdown();
  });

  it('gives each scope its turn', async () => {
    const { engine, dispatcher, order } = setup();
    await order(ACME_PROD, 100);
    await order(GLOBEX_PROD, 1);
    await dispatcher.onApplicationBootstrap();
    await waitUntil('all starts', async () => engine.started.length === 101, 5);
    await dispatcher.beforeApplicationShutdown();
    const place = engine.started.findIndex(({ scope }) => scope.tenantId === 'globex');
    expect(place).toBeLessThanOrEqual(25);
  });

  it('goes on after the engine was away, and starts nothing once it has stopped', async () => {
    const { runs, engine, dispatcher, order } = setup();
    engine.isDown = true;
    await order(ACME_PROD, 1);
    await dispatcher.onApplicationBootstrap();
    await waitUntil('a failed start', async () => (runs.rows[0]?.startAfter ?? 0) > Date.now(), 5);
    engine.isDown = false;
    await waitUntil('the start', async () => engine.started.length === 1, 10);
    await dispatcher.beforeApplicationShutdown();
    await order(GLOBEX_PROD, 1);
    expect(engine.started).toHaveLength(1);
  });
});
