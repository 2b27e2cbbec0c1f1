import type { StepRef } from '@app/application';
import type { FinishExecutionInput } from '@app/contracts';
import type { Execution, StepError } from '@app/domain';
import { ACME_PROD } from '../builders/scopes';
import type { RunWorld } from './runs.contract';

export interface RecordedRun {
  readonly run: () => { world: RunWorld; first: StepRef; second: StepRef };
  readonly step: (index: number) => Promise<Execution['steps'][number] | undefined>;
  readonly end: (fields?: Partial<FinishExecutionInput>) => FinishExecutionInput;
  readonly error: (attempts: number) => StepError;
}

/** The part of the contract of recorders that is about what is undone, and what is not tried again. */
export function describeEndingsOfSteps({ run, step, end, error }: RecordedRun): void {
  it('shows what was undone, and what could not be', async () => {
    const { world, first } = run();
    await world.recorder.beginAttempt(ACME_PROD, first, 1);
    await world.recorder.completeStep(ACME_PROD, first, { plan_id: 'p' });
    expect(await world.recorder.isCompensated(ACME_PROD, first)).toBe(false);
    await world.recorder.failCompensation(ACME_PROD, first, error(1), false);
    expect(await step(0)).toMatchObject({ status: 'completed', error: error(1) });
    await world.recorder.failCompensation(ACME_PROD, first, error(2), true);
    expect(await step(0)).toMatchObject({ status: 'compensation_failed', error: error(2) });
    await world.recorder.completeCompensation(ACME_PROD, first);
    expect(await world.recorder.isCompensated(ACME_PROD, first)).toBe(true);
    expect(await step(0)).toMatchObject({ status: 'compensated', output: { plan_id: 'p' } });
    expect((await step(0))?.error).toBeUndefined();
    await world.recorder.finish(ACME_PROD, end({ status: 'failed' }));
    const late = world.recorder.isCompensated(ACME_PROD, first);
    await expect(late).rejects.toMatchObject({ code: 'execution_ended' });
  });

  it('shows beside a failure what became of undoing what it may have done', async () => {
    const { world, first } = run();
    await world.recorder.beginAttempt(ACME_PROD, first, 1);
    await world.recorder.failAttempt(ACME_PROD, first, error(1), { isFinal: true });
    expect((await step(0))?.compensation).toBeUndefined();
    const failed = { status: 'failed', error: error(1) };
    await world.recorder.failCompensation(ACME_PROD, first, error(2), false);
    expect(await step(0)).toMatchObject({ ...failed, compensation: { status: 'running', error: error(2) } });
    await world.recorder.failCompensation(ACME_PROD, first, error(3), true);
    expect(await step(0)).toMatchObject({ ...failed, compensation: { status: 'failed', error: error(3) } });
    expect(await world.recorder.isCompensated(ACME_PROD, first)).toBe(false);
    await world.recorder.completeCompensation(ACME_PROD, first);
    expect(await step(0)).toMatchObject({ ...failed, compensation: { status: 'completed' } });
    expect((await step(0))?.compensation).not.toHaveProperty('error');
    expect(await world.recorder.isCompensated(ACME_PROD, first)).toBe(true);
  });

  it('does not call a step failed that has completed, and only its answer was lost', async () => {
    const { world, first } = run();
    await world.recorder.beginAttempt(ACME_PROD, first, 1);
    await world.recorder.completeStep(ACME_PROD, first, { plan_id: 'p' });
    const lost = await world.recorder.failAttempt(ACME_PROD, first, error(1), { isFinal: true });
    expect(lost).toMatchObject({ output: { plan_id: 'p' } });
    expect((await step(0))?.status).toBe('completed');
  });

  it('blames no step for the end of a run that has completed in that moment', async () => {
    const { world, first } = run();
    await world.recorder.beginAttempt(ACME_PROD, first, 1);
    await world.recorder.completeStep(ACME_PROD, first, { plan_id: 'p' });
    const late = { code: 'execution_timeout', message: 'Too long.', stepId: first.stepId } as const;
    await world.recorder.finish(ACME_PROD, end({ status: 'failed', error: late }));
    const { error: why } = (await world.executions.findById(ACME_PROD, first.executionId)) ?? {};
    expect(why).toEqual({ code: 'execution_timeout', message: 'Too long.' });
  });

  it('undoes nothing of a run that is over', async () => {
    const { world, first } = run();
    await world.recorder.beginAttempt(ACME_PROD, first, 1);
    await world.recorder.completeStep(ACME_PROD, first, { plan_id: 'p' });
    await world.recorder.finish(ACME_PROD, end());
    await world.recorder.failCompensation(ACME_PROD, first, error(1), true);
    await world.recorder.completeCompensation(ACME_PROD, first);
    expect((await step(0))?.status).toBe('completed');
  });

  it('keeps with the end what could not be undone and could not record that', async () => {
    const { world, first, second } = run();
    for (const ref of [first, second]) await world.recorder.beginAttempt(ACME_PROD, ref, 1);
    await world.recorder.completeStep(ACME_PROD, first, { plan_id: 'p' });
    const failedCompensations = ['step_1', 'step_2'].map(
      (stepId) => ({ stepId, code: 'timeout', message: 'No answer.', attempts: 5 }) as const,
    );
    await world.recorder.finish(ACME_PROD, end({ status: 'failed', failedCompensations }));
    const failed = { code: 'timeout', message: 'No answer.', retryable: true, attempts: 5 };
    expect(await step(0)).toMatchObject({ status: 'compensation_failed', attempts: 1, error: failed });
    expect(await step(1)).toMatchObject({ status: 'failed', error: { code: 'execution_ended' } });
  });

  it('leaves no way back under way in a run that was ended from outside', async () => {
    const { world, first } = run();
    await world.recorder.beginAttempt(ACME_PROD, first, 1);
    await world.recorder.failAttempt(ACME_PROD, first, error(1), { isFinal: true });
    await world.recorder.failCompensation(ACME_PROD, first, error(1), false);
    await world.recorder.finish(ACME_PROD, end({ status: 'failed' }));
    const compensation = { status: 'failed', error: { code: 'execution_ended' } };
    expect(await step(0)).toMatchObject({ status: 'failed', error: error(1), compensation });
  });

  it('keeps the same of a failed step beside its error', async () => {
    const { world, first } = run();
    await world.recorder.beginAttempt(ACME_PROD, first, 1);
    await world.recorder.failAttempt(ACME_PROD, first, error(1), { isFinal: true });
    const failed = { stepId: first.stepId, code: 'timeout', message: 'No answer.', attempts: 5 } as const;
    await world.recorder.finish(ACME_PROD, end({ status: 'failed', failedCompensations: [failed] }));
    const compensation = { status: 'failed', error: { code: 'timeout', attempts: 5 } };
    expect(await step(0)).toMatchObject({ status: 'failed', error: error(1), compensation });
  });

  it('stops the retries of a run that is to be cancelled, and only what waits for one', async () => {
    const { world, first, second } = run();
    const nextAttemptAt = new Date(Date.now() + 60_000);
    for (const ref of [first, second]) await world.recorder.beginAttempt(ACME_PROD, ref, 1);
    const again = { isFinal: false, nextAttemptAt };
    expect(await world.recorder.failAttempt(ACME_PROD, first, error(1), again)).toEqual({ mayGoOn: true });
    await world.executions.cancel(ACME_PROD, { id: first.executionId });
    expect(await world.recorder.stopRetries(ACME_PROD, first.executionId)).toEqual(['step_1']);
    expect(await step(0)).toMatchObject({ status: 'failed', error: error(1) });
    expect((await step(0))?.nextAttemptAt).toBeUndefined();
    expect((await step(1))?.status).toBe('running');
    expect(await world.recorder.failAttempt(ACME_PROD, second, error(1), again)).toEqual({ mayGoOn: false });
    expect(await step(1)).toMatchObject({ status: 'failed', error: error(1) });
    expect(await world.recorder.stopRetries(ACME_PROD, first.executionId)).toEqual([]);
  });
}
