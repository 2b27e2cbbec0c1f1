import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import type { PlannedStep, RunDefinitionInput } from '@app/contracts';
import { aRun, aStep } from '../../support/builders/run-input';
import { failure, ScriptedActivities } from '../../support/temporal/scripted-activities';
import { TimeSkipping } from '../../support/temporal/time-skipping';

const fails = async (): Promise<never> => {
  throw failure('not_found', 'No such plan.');
};
const forever = (): Promise<never> => Context.current().cancelled;

function undoing(steps: readonly PlannedStep[], fields: Partial<RunDefinitionInput> = {}): RunDefinitionInput {
  return aRun(steps, { onFailure: 'compensate', ...fields });
}

describe('a failed run that is to be undone', () => {
  let temporal: TimeSkipping;
  beforeAll(async () => {
    temporal = await TimeSkipping.start();
  });
  afterAll(() => temporal.stop());

  it('undoes what was done, and what may have been, the last one first, with what each had made', async () => {
    const outputs = { a: async () => ({ wallet_id: 'w1' }), b: async () => ({ subscription_id: 's1' }), c: fails };
    const activities = new ScriptedActivities(outputs);
    const input = undoing([aStep('a', 1), aStep('b', 2, { type: 'assign_plan' }), aStep('c', 3), aStep('d', 4)]);
    await temporal.run(input, activities);
    expect(activities.undone.map(({ stepId, output }) => [stepId, output])).toEqual([
      ['c', undefined],
      ['b', { subscription_id: 's1' }],
      ['a', { wallet_id: 'w1' }],
    ]);
    const error = { code: 'not_found', message: 'No such plan.', stepId: 'c' };
    expect(activities.end).toMatchObject({ status: 'failed', error, skippedStepIds: ['d'] });
  });

  it('goes by the order of completion, not of the definition', async () => {
    let bIsDone: () => void = () => undefined;
    const b = new Promise<void>((resolve) => (bIsDone = resolve));
    const activities = new ScriptedActivities({
      a: () => b.then(() => sleep(200)),
      b: async () => bIsDone(),
      c: fails,
    });
    await temporal.run(undoing([aStep('a', 1), aStep('b', 1), aStep('c', 2)]), activities);
    expect(activities.undone.map(({ stepId }) => stepId)).toEqual(['c', 'a', 'b']);
  });

  it('undoes nothing of what could not even begin', async () => {
    const activities = new ScriptedActivities();
    const nothing = aStep('b', 2, { config: { currency: '{{ trigger.nothing }}' } });
    await temporal.run(undoing([aStep('a', 1), nothing]), activities);
    expect(activities.undone.map(({ stepId }) => stepId)).toEqual(['a']);
    expect(activities.end).toMatchObject({ error: { code: 'expression_error', stepId: 'b' } });
  });

  it('leaves a mail alone, and a run that completes', async () => {
    const activities = new ScriptedActivities({ c: fails });
    const mail = { type: 'send_email', placement: 'remote' } as const;
    await temporal.run(undoing([aStep('a', 1), aStep('b', 2, mail), aStep('c', 3)]), activities);
    expect(activities.undone.map(({ stepId }) => stepId)).toEqual(['c', 'a']);
    const completes = new ScriptedActivities();
    await temporal.run(undoing([aStep('a', 1)]), completes);
    expect([completes.undone, completes.end?.status]).toEqual([[], 'completed']);
  });

  it('tries a way back five times, says that it failed, and goes on with the rest', async () => {
    let attempts = 0;
    const broken = async (): Promise<never> => {
      attempts += 1;
      throw failure('unavailable', 'Down.');
    };
    const activities = new ScriptedActivities({ c: fails, 'undo b': broken });
    await temporal.run(undoing([aStep('a', 1), aStep('b', 2), aStep('c', 3)]), activities);
    expect([attempts, activities.undone.map(({ stepId }) => stepId)]).toEqual([5, ['c', 'a']]);
    expect(activities.end?.error).toMatchObject({ code: 'compensation_failed', stepId: 'c' });
    const failed = { stepId: 'b', code: 'unavailable', message: 'Down.', attempts: 5 };
    expect(activities.end?.failedCompensations).toEqual([failed]);
    expect(activities.end?.error?.message).toMatch(/"b" \(Down\.\).*not_found: No such plan\./);
  });

  it('undoes what the deadline caught, also what was done all the same', async () => {
    const activities = new ScriptedActivities({ b: forever });
    activities.late = [{ stepId: 'b', output: { wallet_id: 'late' } }];
    await temporal.run(undoing([aStep('a', 1), aStep('b', 2)], { timeoutSeconds: 1 }), activities);
    expect(activities.undone.map(({ stepId, output }) => [stepId, output?.wallet_id])).toEqual([
      ['b', 'late'],
      ['a', undefined],
    ]);
    expect(activities.end?.error).toMatchObject({ code: 'execution_timeout' });
  });

  it.each(['timeout', 'rate_limited', 'output_too_large'] as const)(
    'undoes a step that failed with %s',
    async (code) => {
      // Whatever its last error is: an answer of an earlier attempt may have been lost.
      const lost = async (_input: unknown, attempt: number): Promise<never> => {
        throw failure(attempt === 1 ? 'timeout' : code, 'No.');
      };
      const activities = new ScriptedActivities({ b: lost });
      await temporal.run(undoing([aStep('a', 1), aStep('b', 2)]), activities);
      expect(activities.undone.map(({ stepId, output }) => [stepId, output])).toEqual([
        ['b', undefined],
        ['a', {}],
      ]);
      expect(activities.end).toMatchObject({ failedSteps: [{ stepId: 'b', code }] });
    },
  );

  it('is not undone where nobody asked for it', async () => {
    const activities = new ScriptedActivities({ b: fails });
    await temporal.run(aRun([aStep('a', 1), aStep('b', 2)]), activities);
    expect(activities.undone).toEqual([]);
  });

  it('undoes what it took over from the run that it retries', async () => {
    const activities = new ScriptedActivities({ b: fails });
    const reused = [{ stepId: 'a', output: { wallet_id: 'w1' } }];
    await temporal.run(undoing([aStep('a', 1), aStep('b', 2)], { reused, keyRoots: { a: 'exec_0' } }), activities);
    expect(activities.order).toEqual(['b']);
    expect(activities.undone).toMatchObject([
      { stepId: 'b' },
      { stepId: 'a', rootExecutionId: 'exec_0', output: { wallet_id: 'w1' } },
    ]);
  });
});
