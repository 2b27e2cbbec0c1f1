import type { StepRef } from '@app/application';
import type { FinishExecutionInput } from '@app/contracts';
import type { Execution, StepError } from '@app/domain';
import { aDefinition } from '../builders/definitions';
import { aNewExecution } from '../builders/executions';
import { ACME_PROD, NO_SCOPE, STRANGERS } from '../builders/scopes';
import { describeEndingsOfSteps } from './run-recorder-endings';
import { describeWholeAttempts } from './run-recorder-whole-attempts';
import type { RunPorts, RunWorld } from './runs.contract';

/** What every RunRecorder must do. @param setup gives ports that hold nothing */
export function describeRunRecorder(name: string, setup: () => Promise<RunPorts>): void {
  describe(`${name} as the recorder of runs`, () => {
    let world: RunWorld;
    let first: StepRef;
    let second: StepRef;

    beforeEach(async () => {
      const definition = aDefinition();
      world = { ...(await setup()), definition };
      await world.definitions.insert(ACME_PROD, definition);
      const execution = aNewExecution(definition);
      await world.executions.insertPending(ACME_PROD, [execution]);
      first = { executionId: execution.id, stepId: 'step_1', type: 'assign_plan' };
      second = { executionId: execution.id, stepId: 'step_2', type: 'create_wallet' };
    });

    async function run(): Promise<Execution> {
      const execution = await world.executions.findById(ACME_PROD, first.executionId);
      if (!execution) throw new Error('The run is gone');
      return execution;
    }

    async function step(index: number): Promise<Execution['steps'][number] | undefined> {
      return (await run()).steps[index];
    }

    function end(fields: Partial<FinishExecutionInput> = {}): FinishExecutionInput {
      return { scope: ACME_PROD, executionId: first.executionId, status: 'completed', skippedStepIds: [], ...fields };
    }

    function error(attempts: number): StepError {
      return { code: 'unavailable', message: 'Down.', retryable: true, attempts };
    }

    describeWholeAttempts({ run: () => ({ world, first, second }), current: run, step, end, error });
    describeEndingsOfSteps({
      run: () => ({ world, first, second }),
      ...{ step, end, error },
    });

    it('shows a step that runs, and the run with it', async () => {
      expect(await world.recorder.beginAttempt(ACME_PROD, first, 1)).toBeUndefined();
      expect(await run()).toMatchObject({ status: 'running', startedAt: expect.any(Date) as Date });
      expect(await step(0)).toMatchObject({ status: 'running', attempts: 1, startedAt: expect.any(Date) as Date });
    });

    it('gives the output of a step that is done already', async () => {
      await world.recorder.beginAttempt(ACME_PROD, first, 1);
      await world.recorder.completeStep(ACME_PROD, first, { plan_id: 'p' });
      expect(await world.recorder.beginAttempt(ACME_PROD, first, 2)).toEqual({ plan_id: 'p' });
      expect(await step(0)).toMatchObject({ status: 'completed', attempts: 1, output: { plan_id: 'p' } });
    });

    it('shows attempts and the last error while a step is retried, and none of it once it is done', async () => {
      await world.recorder.beginAttempt(ACME_PROD, first, 1);
      await world.recorder.failAttempt(ACME_PROD, first, error(1), { isFinal: false });
      expect(await step(0)).toMatchObject({ status: 'running', attempts: 1, error: error(1) });
      await world.recorder.beginAttempt(ACME_PROD, first, 2);
      await world.recorder.completeStep(ACME_PROD, first, {});
      const done = await step(0);
      expect(done).toMatchObject({ status: 'completed', attempts: 2 });
      expect(done?.error).toBeUndefined();
    });

    it('shows an attempt that failed before its beginning was kept', async () => {
      await world.recorder.failAttempt(ACME_PROD, first, error(1), { isFinal: false });
      expect(await step(0)).toMatchObject({ status: 'running', attempts: 1, error: error(1) });
      expect((await run())?.status).toBe('running');
      await world.recorder.failAttempt(ACME_PROD, first, error(2), { isFinal: true });
      expect(await step(0)).toMatchObject({ status: 'failed', attempts: 2, error: error(2) });
    });

    it('keeps a step failed, whatever comes late, and tells why it failed', async () => {
      await world.recorder.beginAttempt(ACME_PROD, first, 3);
      await world.recorder.failAttempt(ACME_PROD, first, error(3), { isFinal: true });
      const why = { code: 'unavailable', message: 'Down.', details: { final: true } };
      await expect(world.recorder.completeStep(ACME_PROD, first, {})).rejects.toMatchObject(why);
      await expect(world.recorder.beginAttempt(ACME_PROD, first, 4)).rejects.toMatchObject(why);
      expect(await step(0)).toMatchObject({ status: 'failed', attempts: 3, error: error(3) });
    });

    it('records the end of a run and what was skipped', async () => {
      await world.recorder.beginAttempt(ACME_PROD, first, 1);
      await world.recorder.failAttempt(ACME_PROD, first, error(1), { isFinal: true });
      const why = { code: 'unavailable', message: 'Down.', stepId: 'step_1' } as const;
      await world.recorder.finish(ACME_PROD, end({ status: 'failed', error: why, skippedStepIds: ['step_2'] }));
      expect(await run()).toMatchObject({ status: 'failed', error: why, completedAt: expect.any(Date) as Date });
      expect(await step(1)).toMatchObject({ status: 'skipped', attempts: 0 });
    });

    it('completes the run with its last step, and says so to whoever would end it otherwise', async () => {
      await world.recorder.beginAttempt(ACME_PROD, first, 1);
      await world.recorder.completeStep(ACME_PROD, first, { plan_id: 'p' }, { skippedStepIds: ['step_2'] });
      expect(await run()).toMatchObject({ status: 'completed', completedAt: expect.any(Date) as Date });
      expect(await step(0)).toMatchObject({ status: 'completed', output: { plan_id: 'p' } });
      expect(await step(1)).toMatchObject({ status: 'skipped' });
      expect(await world.recorder.beginAttempt(ACME_PROD, first, 2)).toEqual({ plan_id: 'p' });
      const late = end({ status: 'failed', error: { code: 'execution_timeout', message: 'Too long.' } });
      expect(await world.recorder.finish(ACME_PROD, late)).toEqual({ status: 'completed' });
      expect((await run()).status).toBe('completed');
    });

    it('does not complete a run that ended otherwise meanwhile', async () => {
      await world.recorder.beginAttempt(ACME_PROD, first, 1);
      await world.recorder.finish(ACME_PROD, end({ status: 'cancelled', skippedStepIds: ['step_2'] }));
      const late = world.recorder.completeStep(ACME_PROD, first, {}, { skippedStepIds: ['step_2'] });
      await expect(late).rejects.toMatchObject({ code: 'execution_ended' });
      expect((await run()).status).toBe('cancelled');
    });

    it('gives steps up: what runs fails and its late result does not count, what is done is told', async () => {
      for (const step of [first, second]) await world.recorder.beginAttempt(ACME_PROD, step, 2);
      await world.recorder.completeStep(ACME_PROD, first, { plan_id: 'p' });
      const given = ['step_1', 'step_2'].map((stepId) => ({ stepId, code: 'timeout', message: 'Late.' }) as const);
      const done = await world.recorder.giveUp(ACME_PROD, first.executionId, given);
      expect(done).toEqual([{ stepId: 'step_1', output: { plan_id: 'p' } }]);
      expect(await step(1)).toMatchObject({ status: 'failed', error: { code: 'timeout', attempts: 2 } });
      await expect(world.recorder.completeStep(ACME_PROD, second, {})).rejects.toThrow();
    });

    it('shows when a step will be tried again, while it waits for that', async () => {
      const nextAttemptAt = new Date(Date.now() + 60_000);
      await world.recorder.beginAttempt(ACME_PROD, first, 1);
      await world.recorder.failAttempt(ACME_PROD, first, error(1), { isFinal: false, nextAttemptAt });
      expect((await step(0))?.nextAttemptAt).toEqual(nextAttemptAt);
      await world.recorder.beginAttempt(ACME_PROD, first, 2);
      expect((await step(0))?.nextAttemptAt).toBeUndefined();
    });

    it('fails a step that was given up while it ran; its late result does not count', async () => {
      await world.recorder.beginAttempt(ACME_PROD, first, 2);
      const failedSteps = [{ stepId: 'step_1', code: 'execution_timeout', message: 'Too long.' }] as const;
      await world.recorder.finish(ACME_PROD, end({ status: 'failed', failedSteps, skippedStepIds: ['step_2'] }));
      const late = world.recorder.completeStep(ACME_PROD, first, {});
      await expect(late).rejects.toMatchObject({ code: 'execution_timeout' });
      expect(await step(0)).toMatchObject({ status: 'failed', error: { code: 'execution_timeout', attempts: 2 } });
    });

    it('fails a step that was given up before it was recorded', async () => {
      const failedSteps = [{ stepId: 'step_1', code: 'timeout', message: 'No answer.', attempts: 3 }] as const;
      await world.recorder.finish(ACME_PROD, end({ status: 'failed', failedSteps, skippedStepIds: ['step_2'] }));
      const failed = { status: 'failed', attempts: 3, error: { code: 'timeout', retryable: true, attempts: 3 } };
      expect(await step(0)).toMatchObject(failed);
    });

    it('keeps the error that a failed step has recorded itself', async () => {
      await world.recorder.beginAttempt(ACME_PROD, first, 1);
      await world.recorder.failAttempt(ACME_PROD, first, error(1), { isFinal: true });
      const failedSteps = [{ stepId: 'step_1', code: 'timeout', message: 'Other.' }] as const;
      await world.recorder.finish(ACME_PROD, end({ status: 'failed', failedSteps }));
      expect(await step(0)).toMatchObject({ error: error(1) });
    });

    it('takes a repeated result of a step that is done for the same one', async () => {
      await world.recorder.beginAttempt(ACME_PROD, first, 1);
      await world.recorder.beginAttempt(ACME_PROD, first, 2);
      await world.recorder.completeStep(ACME_PROD, first, { plan_id: 'p' });
      await world.recorder.completeStep(ACME_PROD, first, { plan_id: 'late' });
      expect(await step(0)).toMatchObject({ status: 'completed', output: { plan_id: 'p' } });
    });

    it.each(['failed', 'cancelled'] as const)('leaves no step running in a run that has %s', async (status) => {
      await world.recorder.beginAttempt(ACME_PROD, first, 1);
      await world.recorder.beginAttempt(ACME_PROD, second, 2);
      const failedSteps = [{ stepId: 'step_1', code: 'execution_timeout', message: 'Too long.' }] as const;
      await world.recorder.finish(ACME_PROD, end({ status, ...(status === 'failed' && { failedSteps }) }));
      expect((await run()).steps.map((each) => each.status)).toEqual(['failed', 'failed']);
      expect(await step(1)).toMatchObject({ error: { code: 'execution_ended', retryable: false, attempts: 2 } });
      const late = world.recorder.completeStep(ACME_PROD, second, {});
      await expect(late).rejects.toMatchObject({ code: 'execution_ended' });
    });

    it('fails every step that was given up, each with its reason', async () => {
      await world.recorder.beginAttempt(ACME_PROD, first, 1);
      const reason = { code: 'execution_timeout', message: 'Too long.' } as const;
      const failedSteps = [
        { stepId: 'step_1', ...reason },
        { stepId: 'step_2', ...reason },
      ];
      await world.recorder.finish(ACME_PROD, end({ status: 'failed', failedSteps }));
      const errors = (await run()).steps.map(({ error: why }) => [why?.code, why?.attempts]);
      expect(errors).toEqual([
        ['execution_timeout', 1],
        ['execution_timeout', 0],
      ]);
    });

    it('skips a step that stopped waiting', async () => {
      await world.recorder.beginAttempt(ACME_PROD, first, 1);
      await world.recorder.finish(ACME_PROD, end({ status: 'cancelled', skippedStepIds: ['step_1', 'step_2'] }));
      expect((await run()).steps.map((each) => each.status)).toEqual(['skipped', 'skipped']);
    });

    it('leaves no step running, however many begin while the run ends', async () => {
      const refs = [first, second].flatMap((ref) => [1, 2, 3].map((attempt) => [ref, attempt] as const));
      await Promise.allSettled([
        ...refs.map(([ref, attempt]) => world.recorder.beginAttempt(ACME_PROD, ref, attempt)),
        world.recorder.finish(ACME_PROD, end({ status: 'cancelled' })),
        ...refs.map(([ref, attempt]) => world.recorder.beginAttempt(ACME_PROD, ref, attempt)),
      ]);
      const { status, steps } = await run();
      expect([status, steps.filter((each) => each.status === 'running')]).toEqual(['cancelled', []]);
    });

    it('never leaves an end', async () => {
      await world.recorder.finish(ACME_PROD, end());
      await world.recorder.finish(ACME_PROD, end({ status: 'failed' }));
      expect(await run()).toMatchObject({ status: 'completed' });
      await expect(world.recorder.beginAttempt(ACME_PROD, second, 1)).rejects.toMatchObject({
        code: 'execution_ended',
      });
    });

    it.each(STRANGERS)('lets %s record nothing', async (_who, scope) => {
      const { recorder } = world;
      await expect(recorder.beginAttempt(scope, first, 1)).rejects.toMatchObject({ code: 'scope_mismatch' });
      await expect(recorder.finish(scope, end({ scope }))).rejects.toMatchObject({ code: 'scope_mismatch' });
      await recorder.beginAttempt(ACME_PROD, first, 1);
      await expect(recorder.completeStep(scope, first, {})).rejects.toHaveProperty('code');
      const failed = recorder.failAttempt(scope, first, error(1), { isFinal: true });
      await expect(failed).rejects.toMatchObject({ code: 'scope_mismatch' });
      expect(await recorder.stopRetries(scope, first.executionId)).toEqual([]);
      expect(await run()).toMatchObject({ status: 'running', steps: [{ status: 'running' }, { status: 'pending' }] });
    });

    it('does nothing without a scope', async () => {
      await expect(world.recorder.beginAttempt(NO_SCOPE, first, 1)).rejects.toThrow('scope');
      await expect(world.recorder.finish(NO_SCOPE, end())).rejects.toThrow('scope');
    });
  });
}
