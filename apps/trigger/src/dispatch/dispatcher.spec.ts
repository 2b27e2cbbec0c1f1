import { setTimeout as sleep } from 'node:timers/promises';
import { StartPendingExecutions, type ScopeWithWork } from '@app/application';
import { STEP_PLACEMENTS } from '@app/contracts';
import type { RunDefinitionInput } from '@app/contracts';
import { DomainError, type TenantScope } from '@app/domain';
import { aDefinition } from '../../../../test/support/builders/definitions';
import { aNewExecution } from '../../../../test/support/builders/executions';
import { ACME_PROD, GLOBEX_PROD } from '../../../../test/support/builders/scopes';
import { FakeDefinitionRepository } from '../../../../test/support/fakes/fake-definition-repository';
import { FakeExecutionRepository, FakeRuns } from '../../../../test/support/fakes/fake-executions';
import { FakeRunRecorder } from '../../../../test/support/fakes/fake-run-recorder';
import {
  FakePendingExecutions,
  FakePendingExecutionsSignal,
} from '../../../../test/support/fakes/fake-pending-executions';
import { FakeWorkflowEngine } from '../../../../test/support/fakes/fake-workflow-engine';
import { waitUntil } from '../../../../test/support/wait-until';
import { Dispatcher, POLL_MS } from './dispatcher';

/** Takes a moment for each start, and none of a tenant that is refused. */
class SlowEngine extends FakeWorkflowEngine {
  underWay = 0;
  most = 0;
  delayMs = 2;
  /** As long as it is there, starts wait for it. */
  held?: PromiseWithResolvers<void>;
  refused?: string;

  override async start(scope: TenantScope, input: RunDefinitionInput): Promise<void> {
    this.underWay++;
    this.most = Math.max(this.most, this.underWay);
    await (this.held?.promise ?? sleep(this.delayMs));
    this.underWay--;
    if (scope.tenantId === this.refused) throw new DomainError('unavailable', 'Refused.');
    await super.start(scope, input);
  }
}

class SeverablePendingExecutions extends FakePendingExecutions {
  isAway = false;
  looks = 0;

  override async scopes(): Promise<ScopeWithWork[]> {
    this.looks++;
    if (this.isAway) throw new DomainError('unavailable', 'Away.');
    return super.scopes();
  }
}

/** Whoever is not woken does not look by itself. */
function neverPoll(): void {
  const real = globalThis.setTimeout;
  jest
    .spyOn(globalThis, 'setTimeout')
    .mockImplementation((callback: () => void, delay?: number) => real(callback, delay === POLL_MS ? 1e9 : delay));
}

const MANY_SCOPES = Array.from({ length: 60 }, (_, index) => ({ tenantId: `t${index}`, environmentId: 'production' }));

describe('Dispatcher', () => {
  let definitions: FakeDefinitionRepository;
  let runs: FakeRuns;
  let pending: SeverablePendingExecutions;
  let engine: SlowEngine;
  let dispatcher: Dispatcher;
  let capped: Dispatcher;

  beforeEach(() => {
    definitions = new FakeDefinitionRepository();
    runs = new FakeRuns(definitions);
    pending = new SeverablePendingExecutions(runs);
    engine = new SlowEngine();
    const startPending = new StartPendingExecutions(pending, engine, STEP_PLACEMENTS.embedded);
    const signal = new FakePendingExecutionsSignal(runs);
    dispatcher = new Dispatcher(pending, signal, startPending, { inFlightPerScope: 1000, startsAtOnce: 2 });
    capped = new Dispatcher(pending, signal, startPending, { inFlightPerScope: 30, startsAtOnce: 2 });
  });
  afterEach(async () => {
    await dispatcher.beforeApplicationShutdown();
    await capped.beforeApplicationShutdown();
    jest.restoreAllMocks();
  });

  async function order(scope: TenantScope, count: number): Promise<void> {
    const definition = aDefinition();
    await definitions.insert(scope, definition);
    const orders = Array.from({ length: count }, () => aNewExecution(definition));
    await new FakeExecutionRepository(runs).insertPending(scope, orders);
  }

  function started(count: number): Promise<boolean> {
    return waitUntil(`${count} starts`, async () => engine.started.length >= count, 10);
  }

  it('starts what a crash left behind, to the last one, each once', async () => {
    await order(ACME_PROD, 60);
    await dispatcher.onApplicationBootstrap();
    await started(60);
    expect(new Set(engine.started.map(({ executionId }) => executionId)).size).toBe(60);
    expect(await pending.scopes()).toEqual([]);
  });

  it('is woken by what is stored', async () => {
    neverPoll();
    await dispatcher.onApplicationBootstrap();
    await sleep(20);
    await order(ACME_PROD, 1);
    await started(1);
  });

  it('gives each scope its turn, however much another has waiting', async () => {
    await order(ACME_PROD, 200);
    await order(GLOBEX_PROD, 1);
    await dispatcher.onApplicationBootstrap();
    await started(201);
    const place = engine.started.findIndex(({ scope }) => scope.tenantId === GLOBEX_PROD.tenantId);
    expect(place).toBeLessThanOrEqual(10);
  });

  it('starts no more of a scope than may be in flight, and fills every place that is freed', async () => {
    await order(ACME_PROD, 50);
    await order(GLOBEX_PROD, 5);
    neverPoll();
    await capped.onApplicationBootstrap();
    await started(35);
    await sleep(50);
    expect(engine.started).toHaveLength(35);
    const recorder = new FakeRunRecorder(runs);
    const [waiting, ...others] = engine.started.filter(({ scope }) => scope === ACME_PROD);
    for (const [index, { executionId }] of others.slice(0, 5).entries()) {
      const end = { scope: ACME_PROD, status: 'completed', skippedStepIds: [] } as const;
      await recorder.finish(ACME_PROD, { ...end, executionId });
      await started(36 + index);
    }
    const wait = { executionId: waiting?.executionId ?? '', stepId: 'pause', type: 'wait' } as const;
    await recorder.beginAttempt(ACME_PROD, wait, 1, true);
    await started(41);
  });

  it('has no more starts of a scope under way than it is told, whatever waits', async () => {
    engine.held = Promise.withResolvers();
    await order(ACME_PROD, 200);
    await dispatcher.onApplicationBootstrap();
    await waitUntil('the first starts', async () => engine.underWay === 2);
    engine.held.resolve();
    engine.held = undefined;
    await started(200);
    expect(engine.most).toBe(2);
  });

  it('takes what has come meanwhile as soon as one of the two turns has ended', async () => {
    neverPoll();
    engine.held = Promise.withResolvers();
    await dispatcher.onApplicationBootstrap();
    for (const count of [1, 2, 2]) {
      const looks = pending.looks;
      await order(ACME_PROD, 1);
      await waitUntil('the look', async () => pending.looks > looks);
      await waitUntil('the turn', async () => engine.underWay === count);
    }
    engine.held.resolve();
    await started(3);
  });

  it("does not let what has just come wait for another scope's starts", async () => {
    await order(ACME_PROD, 40);
    engine.held = Promise.withResolvers();
    await dispatcher.onApplicationBootstrap();
    await waitUntil('the starts of one', async () => engine.underWay === 2);
    await order(GLOBEX_PROD, 1);
    await waitUntil('the start of the other beside them', async () => engine.underWay === 3);
    engine.held.resolve();
    await started(41);
  });

  it('does not wait for the starts under way before it takes what has just come', async () => {
    engine.held = Promise.withResolvers();
    await order(ACME_PROD, 1);
    await dispatcher.onApplicationBootstrap();
    await waitUntil('the first start', async () => engine.underWay === 1);
    await order(ACME_PROD, 1);
    await waitUntil('the second one beside it', async () => engine.underWay === 2);
    expect(engine.started).toEqual([]);
    engine.held.resolve();
  });

  it('is not held up by a scope whose runs cannot start', async () => {
    engine.refused = ACME_PROD.tenantId;
    await order(ACME_PROD, 100);
    await order(GLOBEX_PROD, 60);
    await dispatcher.onApplicationBootstrap();
    await started(60);
    expect(engine.started.every(({ scope }) => scope.tenantId === GLOBEX_PROD.tenantId)).toBe(true);
  });

  it('goes on after the engine was away', async () => {
    engine.isDown = true;
    await order(ACME_PROD, 3);
    await dispatcher.onApplicationBootstrap();
    await sleep(50);
    expect(engine.started).toEqual([]);
    engine.isDown = false;
    await started(3);
  });

  it('does not push back the whole backlog while the engine is away', async () => {
    engine.isDown = true;
    for (const scope of MANY_SCOPES) await order(scope, 1);
    await dispatcher.onApplicationBootstrap();
    await sleep(200);
    expect((await pending.scopes()).length).toBeGreaterThan(40);
  });

  it('goes on after the database was away', async () => {
    pending.isAway = true;
    await order(ACME_PROD, 1);
    await dispatcher.onApplicationBootstrap();
    await sleep(20);
    pending.isAway = false;
    await started(1);
  });

  it('stops after the turns under way', async () => {
    engine.delayMs = 30;
    for (const scope of MANY_SCOPES) await order(scope, 1);
    await dispatcher.onApplicationBootstrap();
    await started(5);
    await dispatcher.beforeApplicationShutdown();
    const count = engine.started.length;
    expect([count < MANY_SCOPES.length, engine.underWay]).toEqual([true, 0]);
    await order(GLOBEX_PROD, 1);
    await sleep(20);
    expect(engine.started).toHaveLength(count);
  });
});
