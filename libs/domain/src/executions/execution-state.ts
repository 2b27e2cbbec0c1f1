import type { EndedStatus, ExecutionStatus } from './execution';

const NEXT: Readonly<Record<ExecutionStatus, readonly ExecutionStatus[]>> = {
  pending: ['running', 'completed', 'failed', 'cancelled'],
  running: ['completed', 'failed', 'cancelled'],
  completed: [],
  failed: [],
  cancelled: [],
};

/** Whether a run may go from one state to another: never backwards, and never out of an end. */
export function mayBecome(from: ExecutionStatus, to: ExecutionStatus): boolean {
  return NEXT[from].includes(to);
}

/** The states from which a run may go to this one: the guard of every state-changing statement. */
export function statesBefore(to: ExecutionStatus): ExecutionStatus[] {
  return (Object.keys(NEXT) as ExecutionStatus[]).filter((from) => mayBecome(from, to));
}

export function hasEnded(status: ExecutionStatus): status is EndedStatus {
  return NEXT[status].length === 0;
}
