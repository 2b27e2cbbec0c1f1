import { inOrder, type Execution, type Step, type StepExecution } from '@app/domain';
import type { ExecutionEntity } from '../entities/execution.entity';
import type { StepExecutionEntity } from '../entities/step-execution.entity';

export function fromExecutionRow(row: ExecutionEntity, steps: readonly StepExecution[] = []): Execution {
  const { id, definitionId, definitionName, definitionVersion, triggerType, triggerEvent, status, createdAt } = row;
  return {
    ...{ id, definitionId, definitionName, definitionVersion, triggerType, triggerEvent, status, createdAt, steps },
    rootExecutionId: row.rootExecutionId,
    ...(row.retryOf !== null && { retryOf: row.retryOf }),
    ...(row.keyRoots && { keyRoots: row.keyRoots }),
    ...(row.eventId !== null && { eventId: row.eventId }),
    ...(row.startedAt && { startedAt: row.startedAt }),
    ...(row.completedAt && { completedAt: row.completedAt }),
    ...(row.error && { error: row.error }),
  };
}

/** Every step of the version in its order; one without a row has not begun. */
export function mergeSteps(steps: readonly Step[], rows: readonly StepExecutionEntity[]): StepExecution[] {
  const byId = new Map(rows.map((row) => [row.stepId, row]));
  return inOrder(steps).map(({ id, type }) => {
    const row = byId.get(id);
    return row ? fromStepRow(row, type) : { stepId: id, type, status: 'pending', attempts: 0 };
  });
}

function fromStepRow(row: StepExecutionEntity, type: Step['type']): StepExecution {
  return {
    stepId: row.stepId,
    type,
    status: row.status,
    attempts: row.attempts,
    ...(row.startedAt && { startedAt: row.startedAt }),
    ...(row.completedAt && { completedAt: row.completedAt }),
    ...(row.output && { output: row.output }),
    ...(row.error && { error: row.error }),
    ...(row.status === 'running' && row.nextAttemptAt && { nextAttemptAt: row.nextAttemptAt }),
    ...(row.reused && { reused: true }),
    ...(row.compensation && { compensation: row.compensation }),
  };
}
