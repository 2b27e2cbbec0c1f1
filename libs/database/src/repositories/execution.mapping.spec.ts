import type { Step } from '@app/domain';
import type { StepExecutionEntity } from '../entities/step-execution.entity';
import { mergeSteps } from './execution.mapping';

const step = (id: string, order: number): Step => ({ id, order, type: 'assign_plan', config: {} });

it('shows every step of the version in its order, those that have not begun as pending', () => {
  const row: StepExecutionEntity = {
    tenantId: 't',
    environmentId: 'e',
    executionId: 'exec_1',
    stepId: 'a',
    status: 'completed',
    attempts: 2,
    startedAt: new Date(1),
    completedAt: new Date(2),
    output: { x: 1 },
    error: null,
    nextAttemptAt: null,
    reused: false,
    compensation: null,
  };
  expect(mergeSteps([step('b', 2), step('a', 1)], [row])).toEqual([
    {
      ...{ stepId: 'a', type: 'assign_plan', status: 'completed', attempts: 2, output: { x: 1 } },
      ...{ startedAt: new Date(1), completedAt: new Date(2) },
    },
    { stepId: 'b', type: 'assign_plan', status: 'pending', attempts: 0 },
  ]);
});
