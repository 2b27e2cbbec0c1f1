import { SettleExecution } from '@app/application';
import { DomainError, type EngineState, type TenantScope } from '@app/domain';
import { aDefinition } from '../../../../test/support/builders/definitions';
import { aNewExecution } from '../../../../test/support/builders/executions';
import { ACME_PROD } from '../../../../test/support/builders/scopes';
import { FakeDefinitionRepository } from '../../../../test/support/fakes/fake-definition-repository';
import { FakeExecutionRepository, FakeRuns } from '../../../../test/support/fakes/fake-executions';
import { FakePendingExecutions } from '../../../../test/support/fakes/fake-pending-executions';
import { FakeRunningExecutions } from '../../../../test/support/fakes/fake-running-executions';
import { FakeRunRecorder } from '../../../../test/support/fakes/fake-run-recorder';
import { FakeWorkflowEngine } from '../../../../test/support/fakes/fake-workflow-engine';
import { waitUntil } from '../../../../test/support/wait-until';
import { Sweeper } from './sweeper';

const MINUTE = 60_000;

/** Cannot tell of some runs. */
class ForgetfulEngine extends FakeWorkflowEngine {
  readonly silent = new Set<string>();
  error: Error = new TypeError('A surprise.');
  asked = 0;

  override async stateOf(scope: TenantScope, executionId: string): Promise<EngineState> {
    this.asked++;
    if (this.silent.has(executionId)) throw this.error;
    return super.stateOf(scope, executionId);
  }
}

describe('Sweeper', () => {
  let sweeper: Sweeper | undefined;
  afterEach(() => sweeper?.beforeApplicationShutdown());

  async function setup(count: number) {
    const definitions = new FakeDefinitionRepository();
    const runs = new FakeRuns(definitions);
    const executions = new FakeExecutionRepository(runs);
    const engine = new ForgetfulEngine();
    const running = new FakeRunningExecutions(runs);
    sweeper = new Sweeper(running, engine, new SettleExecution(executions, engine, new FakeRunRecorder(runs)));
    const definition = aDefinition();
    await definitions.insert(ACME_PROD, definition);
    const orders = Array.from({ length: count }, () => aNewExecution(definition));
    await executions.insertPending(ACME_PROD, orders);
    const ids = orders.map(({ id }) => id);
    await new FakePendingExecutions(runs).markStarted(ACME_PROD, ids);
    const terminate = (id: string, ago = 0): void => {
      engine.states.set(id, 'terminated');
      engine.endedOutside.push({ scope: ACME_PROD, executionId: id, closedAt: new Date(Date.now() - ago) });
    };
    const settled = (): string[] =>
      runs.rows.filter(({ execution }) => execution.status === 'failed').map(({ execution }) => execution.id);
    const settles = (expected: readonly string[], seconds: number): Promise<boolean> =>
      waitUntil(`${expected.length} settled runs`, async () => settled().length === expected.length, seconds);
    return { engine, running, ids, terminate, settled, settles, start: () => sweeper?.onApplicationBootstrap() };
  }

  it('finds at its start what ended while nobody swept', async () => {
    const { ids, terminate, settles, start } = await setup(2);
    for (const id of ids) terminate(id, 30 * MINUTE);
    start();
    await settles(ids, 2);
  });

  it('settles the others beside runs that cannot be compared, and those when they can', async () => {
    const { engine, ids, terminate, settled, settles, start } = await setup(10);
    for (const id of ids) terminate(id);
    for (const id of ids.slice(0, 7)) engine.silent.add(id);
    start();
    await settles(ids.slice(7), 2);
    expect(settled()).toEqual(ids.slice(7));
    engine.silent.clear();
    await settles(ids, 10);
  }, 15_000);

  it('forgets none of those whose turn it was when nothing could be compared', async () => {
    const { engine, running, ids, settles, start } = await setup(40);
    engine.error = new DomainError('unavailable', 'Away.');
    for (const id of ids) {
      engine.states.set(id, 'terminated');
      engine.silent.add(id);
    }
    running.letTimePass();
    start();
    await waitUntil('the end of the attempt', async () => engine.asked === 5);
    expect(await running.claim(ACME_PROD, 100)).toEqual([]);
    engine.silent.clear();
    await settles(ids, 10);
  }, 15_000);
});
