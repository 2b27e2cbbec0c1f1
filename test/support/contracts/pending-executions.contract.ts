import { aDefinition } from '../builders/definitions';
import { aNewExecution } from '../builders/executions';
import { ACME_PROD, GLOBEX_PROD, NO_SCOPE, STRANGERS } from '../builders/scopes';
import { waitUntil } from '../wait-until';
import type { RunPorts, RunWorld } from './runs.contract';

const LEASE = 60;

/** What every PendingExecutions must do. @param setup gives ports that hold nothing */
export function describePendingExecutions(name: string, setup: () => Promise<RunPorts>): void {
  describe(`${name} as the queue of pending runs`, () => {
    let world: RunWorld;
    beforeEach(async () => {
      const definition = aDefinition();
      world = { ...(await setup()), definition };
      await world.definitions.insert(ACME_PROD, definition);
    });

    it('names the scopes that have work, once each', async () => {
      const { definitions, executions, pending, definition } = world;
      expect(await pending.scopes()).toEqual([]);
      const other = aDefinition();
      await definitions.insert(GLOBEX_PROD, other);
      await executions.insertPending(ACME_PROD, [aNewExecution(definition), aNewExecution(definition)]);
      await executions.insertPending(GLOBEX_PROD, [aNewExecution(other)]);
      const scopes = await pending.scopes();
      expect(scopes).toHaveLength(2);
      expect(scopes).toEqual(expect.arrayContaining([ACME_PROD, GLOBEX_PROD].map((scope) => ({ scope, inFlight: 0 }))));
      expect([await pending.backlog(10, 2), await pending.backlog(10, 10)]).toEqual([2, 3]);
      expect(await pending.backlog(1, 10)).toBe(2);
    });

    it('counts what is in flight, but for what waits', async () => {
      const { executions, pending, recorder, definition } = world;
      const batch = Array.from({ length: 4 }, () => aNewExecution(definition));
      await executions.insertPending(ACME_PROD, batch);
      const inFlight = async (): Promise<number | undefined> => (await pending.scopes())[0]?.inFlight;
      const [first, second, third] = batch.map(({ id }) => id);
      await pending.markStarted(ACME_PROD, [first ?? '', second ?? '', third ?? '']);
      expect(await inFlight()).toBe(3);
      const step = { executionId: first ?? '', stepId: 'step_1', type: 'wait' } as const;
      await recorder.beginAttempt(ACME_PROD, step, 1);
      expect(await inFlight()).toBe(3);
      await recorder.beginAttempt(ACME_PROD, step, 1, true);
      expect(await inFlight()).toBe(2);
      await recorder.completeStep(ACME_PROD, step, {});
      expect(await inFlight()).toBe(3);
      const end = { scope: ACME_PROD, status: 'completed', skippedStepIds: [] } as const;
      await recorder.finish(ACME_PROD, { ...end, executionId: second ?? '' });
      expect(await inFlight()).toBe(2);
    });

    it('counts what someone is just starting, and no more when that failed or its lease has ended', async () => {
      const { executions, pending, definition } = world;
      const batch = Array.from({ length: 4 }, () => aNewExecution(definition));
      await executions.insertPending(ACME_PROD, batch);
      const inFlight = async (): Promise<number | undefined> => (await pending.scopes())[0]?.inFlight;
      const [first, second] = await pending.claim(ACME_PROD, 2, LEASE);
      expect(await inFlight()).toBe(2);
      await pending.markStarted(ACME_PROD, [first?.id ?? '']);
      expect(await inFlight()).toBe(2);
      await pending.postpone(ACME_PROD, second?.id ?? '', LEASE);
      expect(await inFlight()).toBe(1);
      await pending.claim(ACME_PROD, 1, 0);
      await waitUntil('the end of the lease', async () => (await inFlight()) === 1);
    });

    it('hands a run over with its content, and to nobody else while the lease lasts', async () => {
      const { executions, pending, definition } = world;
      const execution = aNewExecution(definition);
      await executions.insertPending(ACME_PROD, [execution]);
      const [claimed] = await pending.claim(ACME_PROD, 10, LEASE);
      expect(claimed).toMatchObject({ id: execution.id, rootExecutionId: execution.id, startAttempts: 0 });
      expect(claimed?.content.steps).toEqual(definition.steps);
      expect(await pending.claim(ACME_PROD, 10, LEASE)).toEqual([]);
      expect(await pending.scopes()).toEqual([]);
    });

    it('hands a run over just as it was ordered', async () => {
      const { executions, pending, definition } = world;
      const order = aNewExecution(definition);
      const byHand = aNewExecution(definition, { triggerType: 'manual', eventId: undefined });
      await executions.insertPending(ACME_PROD, [order, byHand]);
      const claimed = await pending.claim(ACME_PROD, 10, LEASE);
      const expected = [order, byHand].map((each) => ({ ...each, rootExecutionId: each.id, startAttempts: 0 }));
      const withoutContent = claimed.map((run) => ({ ...run, content: undefined }));
      expect(withoutContent).toHaveLength(2);
      expect(withoutContent).toEqual(expect.arrayContaining(expected));
    });

    it('hands a run over again when the lease has ended, and counts', async () => {
      const { executions, pending, definition } = world;
      await executions.insertPending(ACME_PROD, [aNewExecution(definition)]);
      await pending.claim(ACME_PROD, 10, 0);
      const again = await waitUntil('the end of the lease', async () => (await pending.claim(ACME_PROD, 10, LEASE))[0]);
      expect(again.startAttempts).toBe(1);
    });

    it('never hands one run to two who ask at once', async () => {
      const { executions, pending, definition } = world;
      const batch = Array.from({ length: 40 }, () => aNewExecution(definition));
      await executions.insertPending(ACME_PROD, batch);
      const claims = await Promise.all(Array.from({ length: 8 }, () => pending.claim(ACME_PROD, 5, LEASE)));
      const ids = claims.flat().map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.length).toBeLessThanOrEqual(40);
    });

    it('gives a run back for later', async () => {
      const { executions, pending, definition } = world;
      const execution = aNewExecution(definition);
      await executions.insertPending(ACME_PROD, [execution]);
      await pending.claim(ACME_PROD, 10, LEASE);
      await pending.postpone(ACME_PROD, execution.id, 0);
      const again = await waitUntil('its turn', async () => (await pending.claim(ACME_PROD, 10, LEASE))[0]);
      expect(again.id).toBe(execution.id);
    });

    it('has started runs no more, and never sets one back', async () => {
      const { executions, pending, recorder, definition } = world;
      const [first, second] = [aNewExecution(definition), aNewExecution(definition)];
      await executions.insertPending(ACME_PROD, [first, second]);
      await recorder.finish(ACME_PROD, {
        scope: ACME_PROD,
        executionId: second.id,
        status: 'completed',
        skippedStepIds: [],
      });
      await pending.markStarted(ACME_PROD, [first.id, second.id]);
      expect(await executions.findById(ACME_PROD, first.id)).toMatchObject({ status: 'running' });
      expect(await executions.findById(ACME_PROD, second.id)).toMatchObject({ status: 'completed' });
      expect(await pending.claim(ACME_PROD, 10, LEASE)).toEqual([]);
    });

    it.each(STRANGERS)('lets %s neither take nor mark a run', async (_who, scope) => {
      const { executions, pending, definition } = world;
      const execution = aNewExecution(definition);
      await executions.insertPending(ACME_PROD, [execution]);
      expect(await pending.claim(scope, 10, LEASE)).toEqual([]);
      await pending.markStarted(scope, [execution.id]);
      await pending.postpone(scope, execution.id, LEASE);
      expect(await pending.claim(ACME_PROD, 10, LEASE)).toHaveLength(1);
    });

    it('does nothing without a scope', async () => {
      await expect(world.pending.claim(NO_SCOPE, 10, LEASE)).rejects.toThrow('scope');
      await expect(world.pending.markStarted(NO_SCOPE, ['exec_1'])).rejects.toThrow('scope');
    });
  });
}
