import type { DeepPage, NewExecution } from '@app/application';
import { aDefinition } from '../builders/definitions';
import { aNewExecution } from '../builders/executions';
import { ACME_PROD, NO_SCOPE, STRANGERS } from '../builders/scopes';
import type { RunPorts, RunWorld } from './runs.contract';

const PAGE = { limit: 50, offset: 0 };

/** What every ExecutionRepository must do. @param setup gives ports that hold nothing */
export function describeExecutionRepository(name: string, setup: () => Promise<RunPorts>): void {
  describe(`${name} as an execution repository`, () => {
    let world: RunWorld;
    beforeEach(async () => {
      const definition = aDefinition();
      world = { ...(await setup()), definition };
      await world.definitions.insert(ACME_PROD, definition);
    });

    it('gives back a pending run with all steps of its version', async () => {
      const { executions, definition } = world;
      const execution = aNewExecution(definition);
      expect(await executions.insertPending(ACME_PROD, [execution])).toBe(1);
      expect(await executions.findById(ACME_PROD, execution.id)).toMatchObject({
        ...{ id: execution.id, definitionId: definition.id, definitionName: definition.name, definitionVersion: 1 },
        ...{
          triggerType: 'event',
          eventId: execution.eventId,
          triggerEvent: execution.triggerEvent,
          status: 'pending',
        },
        steps: [
          { stepId: 'step_1', type: 'assign_plan', status: 'pending', attempts: 0 },
          { stepId: 'step_2', type: 'create_wallet', status: 'pending', attempts: 0 },
        ],
      });
    });

    it('keeps one run of a definition and trigger key, however often it comes', async () => {
      const { executions, definition } = world;
      const first = aNewExecution(definition);
      const again = { ...aNewExecution(definition), triggerKey: first.triggerKey };
      expect(await executions.insertPending(ACME_PROD, [first])).toBe(1);
      const other = aNewExecution(definition);
      const batch = [again, other, { ...other, id: `${other.id}_again` }];
      expect(await executions.insertPending(ACME_PROD, batch)).toBe(1);
      const found = await executions.findByTriggerKey(ACME_PROD, definition.id, first.triggerKey);
      expect(found?.id).toBe(first.id);
      expect((await executions.list(ACME_PROD, {}, PAGE)).total).toBe(2);
    });

    it('takes no run of a definition that is disabled', async () => {
      const { definitions, executions, definition } = world;
      await definitions.update(ACME_PROD, { ...definition, enabled: false, revision: 2 });
      expect(await executions.insertPending(ACME_PROD, [aNewExecution(definition)])).toBe(0);
    });

    it('keeps one run when the same key comes twenty times at once', async () => {
      const { executions, definition } = world;
      const same = Array.from({ length: 20 }, () => ({ ...aNewExecution(definition), triggerKey: 'event:same' }));
      const counts = await Promise.all(same.map((execution) => executions.insertPending(ACME_PROD, [execution])));
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
      expect((await executions.list(ACME_PROD, {}, PAGE)).total).toBe(1);
    });

    it('keeps apart what two batches bring in different orders at once', async () => {
      const { executions, definition } = world;
      const batch = Array.from({ length: 50 }, () => aNewExecution(definition));
      const copies = [...batch].reverse().map((execution, index) => ({ ...execution, id: `exec_copy_${index}` }));
      const counts = await Promise.all([
        executions.insertPending(ACME_PROD, batch),
        executions.insertPending(ACME_PROD, copies),
      ]);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(50);
    });

    it('filters', async () => {
      const { executions, pending, definition } = world;
      const [first, second] = [aNewExecution(definition), aNewExecution(definition, { triggerType: 'api' })];
      await executions.insertPending(ACME_PROD, [first, second]);
      await pending.markStarted(ACME_PROD, [first.id]);
      const ids = async (filter: Parameters<typeof executions.list>[1]): Promise<string[]> =>
        (await executions.list(ACME_PROD, filter, PAGE)).items.map(({ id }) => id);
      expect(await ids({ status: 'running' })).toEqual([first.id]);
      expect(await ids({ triggerType: 'api' })).toEqual([second.id]);
      expect(await ids({ eventId: first.eventId ?? '' })).toEqual([first.id]);
      expect((await ids({ definitionId: definition.id })).sort()).toEqual([first.id, second.id].sort());
      expect(await ids({ definitionId: 'wf_other' })).toEqual([]);
    });

    it('filters by customer and by time', async () => {
      const { executions, definition } = world;
      const named = { payload: { customer: { id: 'cust_2' } }, depth: 0 };
      const [first, second] = [aNewExecution(definition), aNewExecution(definition, { triggerEvent: named })];
      await executions.insertPending(ACME_PROD, [first]);
      await new Promise((resolve) => setTimeout(resolve, 5));
      await executions.insertPending(ACME_PROD, [second]);
      const ids = async (filter: Parameters<typeof executions.list>[1]): Promise<string[]> =>
        (await executions.list(ACME_PROD, filter, PAGE)).items.map(({ id }) => id);
      expect(await ids({ customerId: 'cust_1' })).toEqual([first.id]);
      expect(await ids({ customerId: 'cust_2' })).toEqual([second.id]);
      const { createdAt = new Date() } = (await executions.findById(ACME_PROD, second.id)) ?? {};
      expect(await ids({ createdFrom: createdAt })).toEqual([second.id]);
      expect(await ids({ createdTo: createdAt })).toEqual([first.id]);
    });

    it('walks through all runs, newest first, though new ones arrive meanwhile', async () => {
      const { executions, definition } = world;
      const all = Array.from({ length: 7 }, () => aNewExecution(definition));
      // Of one statement, and so of one time: only their ids tell them apart.
      await executions.insertPending(ACME_PROD, all.slice(0, 5));
      for (const one of all.slice(5)) await executions.insertPending(ACME_PROD, [one]);
      const seen: string[] = [];
      const totals: number[] = [];
      let page: DeepPage | undefined = { limit: 3, offset: 0 };
      while (page) {
        const { items, total, next } = await executions.list(ACME_PROD, {}, page);
        seen.push(...items.map(({ id }) => id));
        totals.push(total);
        // Later than those there are: what is newer belongs on the first page alone.
        await new Promise((resolve) => setTimeout(resolve, 5));
        await executions.insertPending(ACME_PROD, [aNewExecution(definition)]);
        page = next && { limit: 3, offset: 0, after: next };
      }
      expect([...seen].sort()).toEqual(all.map(({ id }) => id).sort());
      expect(totals).toEqual([7, 7, 7]);
    });

    it('counts what has not ended, and ends what has not begun', async () => {
      const { executions, pending, recorder, definition } = world;
      const all = [aNewExecution(definition), aNewExecution(definition), aNewExecution(definition)] as const;
      await executions.insertPending(ACME_PROD, all);
      await pending.markStarted(ACME_PROD, [all[0].id, all[1].id]);
      const end = { scope: ACME_PROD, status: 'completed', skippedStepIds: [] } as const;
      await recorder.finish(ACME_PROD, { ...end, executionId: all[0].id });
      expect(await executions.countUnended(ACME_PROD, definition.id)).toBe(2);
      for (const [, scope] of STRANGERS)
        expect(await executions.cancel(scope, { definitionId: definition.id })).toEqual({ cancelled: 0, requested: 0 });
      expect(await executions.cancel(ACME_PROD, { definitionId: definition.id })).toEqual({
        cancelled: 1,
        requested: 1,
      });
      const cancelled = await executions.findById(ACME_PROD, all[2].id);
      expect(cancelled).toMatchObject({ status: 'cancelled', completedAt: expect.any(Date) as Date });
      expect(cancelled?.steps.map(({ status }) => status)).toEqual(['skipped', 'skipped']);
      expect(await executions.countUnended(ACME_PROD, definition.id)).toBe(1);
      expect(await pending.claim(ACME_PROD, 10, 1)).toEqual([]);
    });

    it('cancels one run, and none that has ended or is not there', async () => {
      const { executions, pending, recorder, definition } = world;
      const all = [aNewExecution(definition), aNewExecution(definition)] as const;
      await executions.insertPending(ACME_PROD, all);
      await pending.markStarted(ACME_PROD, [all[0].id]);
      const cancel = (id: string): Promise<object> => executions.cancel(ACME_PROD, { id });
      expect(await cancel(all[0].id)).toEqual({ cancelled: 0, requested: 1 });
      expect(await cancel(all[1].id)).toEqual({ cancelled: 1, requested: 0 });
      const end = { scope: ACME_PROD, status: 'cancelled', skippedStepIds: [] } as const;
      await recorder.finish(ACME_PROD, { ...end, executionId: all[0].id });
      for (const id of [...all.map((run) => run.id), 'exec_none'])
        expect(await cancel(id)).toEqual({ cancelled: 0, requested: 0 });
    });

    it('keeps what a retry takes over, gives it to whoever starts it, and takes one retry of a run', async () => {
      const { executions, pending, recorder, definition } = world;
      const original = aNewExecution(definition, { causes: ['wf_cause'] });
      await executions.insertPending(ACME_PROD, [original]);
      const end = { scope: ACME_PROD, status: 'cancelled', skippedStepIds: ['step_1', 'step_2'] } as const;
      await recorder.finish(ACME_PROD, { ...end, executionId: original.id });
      const output = { plan_id: 'p' };
      const plan = {
        rootExecutionId: original.id,
        keyRoots: { step_2: 'exec_x' },
        reused: [{ stepId: 'step_1', output }],
      };
      const retry = (): NewExecution => ({
        ...aNewExecution(definition),
        ...{ triggerKey: `retry:${original.id}`, retryOf: original.id },
        ...plan,
      });
      const first = retry();
      expect(await executions.insertPending(ACME_PROD, [first])).toBe(1);
      expect(await executions.insertPending(ACME_PROD, [retry()])).toBe(0);
      const { reused, ...kept } = plan;
      const found = await executions.findById(ACME_PROD, first.id);
      expect(found).toMatchObject({ ...kept, retryOf: original.id });
      expect(found?.steps[0]).toMatchObject({ status: 'completed', attempts: 0, output, reused: true });
      expect(found?.steps[1]?.reused).toBeUndefined();
      expect(await pending.claim(ACME_PROD, 10, 1)).toMatchObject([{ id: first.id, ...kept, reused }]);
    });

    it('adds no run to a definition that was deleted', async () => {
      const { executions, definitions, definition } = world;
      await definitions.remove(ACME_PROD, definition.id, new Date());
      expect(await executions.insertPending(ACME_PROD, [aNewExecution(definition)])).toBe(0);
    });

    it.each(STRANGERS)('shows nothing to %s, and keeps nothing for it', async (_who, scope) => {
      const { executions, definition } = world;
      const execution = aNewExecution(definition);
      await executions.insertPending(ACME_PROD, [execution]);
      expect(await executions.findById(scope, execution.id)).toBeUndefined();
      expect(await executions.findByTriggerKey(scope, definition.id, execution.triggerKey)).toBeUndefined();
      expect((await executions.list(scope, {}, PAGE)).total).toBe(0);
    });

    it('does nothing without a scope', async () => {
      const { executions, definition } = world;
      await expect(executions.insertPending(NO_SCOPE, [aNewExecution(definition)])).rejects.toThrow('scope');
      await expect(executions.findById(NO_SCOPE, 'exec_1')).rejects.toThrow('scope');
      await expect(executions.list(NO_SCOPE, {}, PAGE)).rejects.toThrow('scope');
    });
  });
}
