import { AttemptOverruled, type RunRecorder, type StepRef } from '@app/application';
import type { Execution, TenantScope } from '@app/domain';
import { ACME_PROD, STRANGERS } from '../builders/scopes';
import type { RecordedRun } from './run-recorder-endings';

/** The part of the contract of recorders that is about attempts whose effect is in the same transaction. */
export function describeWholeAttempts({
  run,
  current,
  step,
  end,
  error,
}: RecordedRun & { readonly current: () => Promise<Execution> }): void {
  const recorder = (): RunRecorder => run().world.recorder;

  describe('records a whole attempt at once', () => {
    it('with its run, which runs from then on', async () => {
      await recorder().recordAttempt(ACME_PROD, run().first, 1, { plan_id: 'p' });
      expect(await current()).toMatchObject({ status: 'running', startedAt: expect.any(Date) as Date });
      const times = { startedAt: expect.any(Date) as Date, completedAt: expect.any(Date) as Date };
      expect(await step(0)).toMatchObject({ status: 'completed', attempts: 1, output: { plan_id: 'p' }, ...times });
    });

    it('and says what another one is overruled by', async () => {
      const { first, second } = run();
      await recorder().recordAttempt(ACME_PROD, first, 1, { plan_id: 'p' });
      expect(await recorder().recorded(ACME_PROD, first)).toEqual({ plan_id: 'p' });
      await recorder().failAttempt(ACME_PROD, second, error(1), { isFinal: true });
      const late = { code: 'not_found', message: 'Gone.', retryable: false, attempts: 2 } as const;
      for (const failed of [
        recorder().recorded(ACME_PROD, second),
        recorder().failAttempt(ACME_PROD, second, late, { isFinal: true }),
      ])
        await expect(failed).rejects.toMatchObject({ code: 'unavailable', details: { final: true } });
      const done = await recorder().failAttempt(ACME_PROD, first, late, { isFinal: true });
      expect(done.output).toEqual({ plan_id: 'p' });
      for (const [, scope] of STRANGERS)
        await expect(recorder().recorded(scope, first)).rejects.toMatchObject({ code: 'scope_mismatch' });
      await recorder().finish(ACME_PROD, end({ status: 'cancelled' }));
      const other = { ...first, stepId: 'step_3' };
      await expect(recorder().recorded(ACME_PROD, other)).rejects.toMatchObject({ code: 'execution_ended' });
    });

    it('and the end of the run with the last one', async () => {
      const end = { skippedStepIds: ['step_2'] };
      await recorder().recordAttempt(ACME_PROD, run().first, 2, { plan_id: 'p' }, end);
      const times = { startedAt: expect.any(Date) as Date, completedAt: expect.any(Date) as Date };
      expect(await current()).toMatchObject({ status: 'completed', ...times });
      expect((await current()).steps.map((each) => each.status)).toEqual(['completed', 'skipped']);
    });

    it('after attempts that failed, and without their errors', async () => {
      await recorder().failAttempt(ACME_PROD, run().first, error(1), { isFinal: false });
      await recorder().recordAttempt(ACME_PROD, run().first, 2, {});
      expect(await step(0)).toMatchObject({ status: 'completed', attempts: 2 });
      expect(await step(0)).not.toHaveProperty('error');
    });

    it('once: another one is overruled', async () => {
      await recorder().recordAttempt(ACME_PROD, run().first, 1, { plan_id: 'p' });
      const again = recorder().recordAttempt(ACME_PROD, run().first, 2, { plan_id: 'q' });
      await expect(again).rejects.toBeInstanceOf(AttemptOverruled);
      expect(await step(0)).toMatchObject({ attempts: 1, output: { plan_id: 'p' } });
    });

    it("but nothing of what has failed for good, is over, or is another scope's", async () => {
      const overruled = async (scope: TenantScope, step: StepRef): Promise<void> =>
        expect(recorder().recordAttempt(scope, step, 2, {})).rejects.toBeInstanceOf(AttemptOverruled);
      await recorder().failAttempt(ACME_PROD, run().first, error(1), { isFinal: true });
      await overruled(ACME_PROD, run().first);
      for (const [, scope] of STRANGERS) await overruled(scope, run().second);
      await recorder().finish(ACME_PROD, end({ status: 'cancelled', skippedStepIds: ['step_2'] }));
      await overruled(ACME_PROD, run().second);
      expect((await current()).steps.map((each) => each.status)).toEqual(['failed', 'skipped']);
    });
  });
}
