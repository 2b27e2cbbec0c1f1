import type { Step } from '../definitions/definition';
import type { JsonObject } from '../shared/json';
import type { Execution, StepExecution } from './execution';

/** Where a retry goes on. */
export const RETRY_FROM = ['failed_step', 'start'] as const;
export type RetryFrom = (typeof RETRY_FROM)[number];

/** Which version of the definition a retry carries out. */
export const RETRY_VERSIONS = ['original', 'latest'] as const;
export type RetryVersion = (typeof RETRY_VERSIONS)[number];

/** A step whose work another run has done. */
export interface ReusedStep {
  readonly stepId: string;
  readonly output: JsonObject;
  readonly completedAt?: Date;
}

/** What a new run takes over from the one that it retries. */
export interface RetryPlan {
  readonly rootExecutionId: string;
  /** Step → the execution that its idempotency key begins with, where that is not the root. */
  readonly keyRoots: Readonly<Record<string, string>>;
  /** In the order in which they were completed: the way back goes the other way round. */
  readonly reused: readonly ReusedStep[];
}

/**
 * From the start everything is new, keys too. Otherwise completed steps keep their outputs and every other one its key,
 * so that an effect whose answer was lost is found and not made twice; but a step that was undone, completed or failed,
 * is done anew.
 */
export function planRetry(
  { steps: before, rootExecutionId, keyRoots = {} }: Execution,
  steps: readonly Step[],
  from: RetryFrom,
  id: string,
): RetryPlan {
  if (from === 'start') return { rootExecutionId: id, keyRoots: {}, reused: [] };
  const types = new Map(steps.map((step) => [step.id, step.type]));
  const reused = before
    .filter(({ stepId, type, status }) => status === 'completed' && types.get(stepId) === type)
    .map(({ stepId, output = {}, completedAt }) => ({ stepId, output, ...(completedAt && { completedAt }) }))
    .sort((a, b) => Number(a.completedAt ?? 0) - Number(b.completedAt ?? 0));
  const undone = before.filter(isUndone).map(({ stepId }) => [stepId, id] as const);
  return { rootExecutionId, keyRoots: { ...keyRoots, ...Object.fromEntries(undone) }, reused };
}

/** Its key will never act again. */
function isUndone({ status, compensation }: StepExecution): boolean {
  return status === 'compensated' || compensation?.status === 'completed';
}

/** Whether a run has ended in a way that another one can make good. */
export function mayBeRetried({ status }: Pick<Execution, 'status'>): boolean {
  return status === 'failed' || status === 'cancelled';
}
