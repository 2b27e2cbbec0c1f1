import type { Step, StepType } from '../definitions/definition';
import type { Execution, StepExecution, StepStatus } from './execution';
import { mayBeRetried, planRetry } from './retry-plan';

function step(id: string, type: StepType = 'create_wallet'): Step {
  return { id, order: 1, type, config: {} };
}

function was(stepId: string, status: StepStatus, output?: StepExecution['output']): StepExecution {
  return { stepId, type: 'create_wallet', status, attempts: 1, ...(output && { output }) };
}

function run(steps: StepExecution[], fields: Partial<Execution> = {}): Execution {
  const definition = { definitionId: 'wf_1', definitionName: 'Test', definitionVersion: 1 };
  const trigger = { triggerType: 'event', triggerEvent: { payload: {}, depth: 0 } } as const;
  const own = { id: 'exec_2', rootExecutionId: 'exec_1', status: 'failed', createdAt: new Date(), steps } as const;
  return { ...definition, ...trigger, ...own, ...fields };
}

describe('planRetry', () => {
  const steps = [step('a'), step('b'), step('c')];

  it('keeps what was completed, and the keys of all', () => {
    const before = run([was('a', 'completed', { wallet_id: 'w' }), was('b', 'failed'), was('c', 'skipped')]);
    expect(planRetry(before, steps, 'failed_step', 'exec_3')).toEqual({
      ...{ rootExecutionId: 'exec_1', keyRoots: {} },
      reused: [{ stepId: 'a', output: { wallet_id: 'w' } }],
    });
  });

  it('keeps the order in which steps were completed', () => {
    const at = (stepId: string, second: number): StepExecution => ({
      ...was(stepId, 'completed', {}),
      completedAt: new Date(second * 1000),
    });
    const { reused } = planRetry(run([at('a', 3), at('b', 1), at('c', 2)]), steps, 'failed_step', 'exec_3');
    expect(reused.map(({ stepId }) => stepId)).toEqual(['b', 'c', 'a']);
  });

  it('takes new keys from the start', () => {
    const before = run([was('a', 'completed', {})], { keyRoots: { a: 'exec_2' } });
    expect(planRetry(before, steps, 'start', 'exec_3')).toEqual({
      ...{ rootExecutionId: 'exec_3', keyRoots: {}, reused: [] },
    });
  });

  it('does anew what was undone, under a new key; what could not be undone is found by its old one', () => {
    const undoing = (status: 'completed' | 'failed') => ({ compensation: { status } });
    const before = run([
      ...[was('a', 'compensated'), was('b', 'compensation_failed'), was('c', 'failed')],
      ...[
        { ...was('d', 'failed'), ...undoing('completed') },
        { ...was('e', 'failed'), ...undoing('failed') },
      ],
    ]);
    expect(planRetry(before, steps, 'failed_step', 'exec_3')).toEqual({
      ...{ rootExecutionId: 'exec_1', keyRoots: { a: 'exec_3', d: 'exec_3' }, reused: [] },
    });
  });

  it('remembers new keys over several retries', () => {
    const before = run([was('a', 'failed')], { keyRoots: { a: 'exec_2' } });
    expect(planRetry(before, steps, 'failed_step', 'exec_3').keyRoots).toEqual({ a: 'exec_2' });
  });

  it('reuses nothing of a step that the version does not have, or has with another type', () => {
    const before = run([was('a', 'completed', {}), was('gone', 'completed', {})]);
    expect(planRetry(before, [step('a', 'send_email')], 'failed_step', 'exec_3').reused).toEqual([]);
  });
});

it.each([
  ['pending', false],
  ['running', false],
  ['completed', false],
  ['failed', true],
  ['cancelled', true],
] as const)('a run that is %s may be retried: %p', (status, expected) => {
  expect(mayBeRetried({ status })).toBe(expected);
});
