import type { StepType, TriggerType } from '../definitions/definition';
import type { ErrorCode } from '../shared/error-codes';
import type { JsonObject } from '../shared/json';

export const EXECUTION_STATUSES = ['pending', 'running', 'completed', 'failed', 'cancelled'] as const;
export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];
export const ENDED_STATUSES = ['completed', 'failed', 'cancelled'] as const;
export type EndedStatus = (typeof ENDED_STATUSES)[number];

export const STEP_STATUSES = [
  'pending',
  'running',
  'completed',
  'failed',
  'skipped',
  'compensated',
  'compensation_failed',
] as const;
export type StepStatus = (typeof STEP_STATUSES)[number];

/** Why a step failed, or why its last attempt did while it is retried. */
export interface StepError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
  readonly attempts: number;
}

export const COMPENSATION_STATUSES = ['running', 'completed', 'failed'] as const;

/** What became of undoing what a failed step may have done; a completed step's own status tells that. */
export interface StepCompensation {
  readonly status: (typeof COMPENSATION_STATUSES)[number];
  /** Why it failed, or why its last attempt did. */
  readonly error?: StepError;
}

/** The state of one step in one execution. */
export interface StepExecution {
  readonly stepId: string;
  readonly type: StepType;
  readonly status: StepStatus;
  readonly attempts: number;
  readonly startedAt?: Date;
  readonly completedAt?: Date;
  readonly output?: JsonObject;
  readonly error?: StepError;
  /** When it will be tried again, while it waits for that. */
  readonly nextAttemptAt?: Date;
  /** Its output is that of the run which this one retries. */
  readonly reused?: true;
  /** Of a failed step in a run that was undone. */
  readonly compensation?: StepCompensation;
}

export interface ExecutionError {
  readonly code: ErrorCode;
  readonly message: string;
  /** The step that made the run fail. */
  readonly stepId?: string;
}

/** One run of one version of one definition (PRD, Data Models). `exec_<ULID>`. */
export interface Execution {
  readonly id: string;
  /** The run that this one retries. */
  readonly retryOf?: string;
  /** The first run of a chain of retries; idempotency keys are made of it. */
  readonly rootExecutionId: string;
  /** Step → the execution that its idempotency key begins with, where that is not the root. */
  readonly keyRoots?: Readonly<Record<string, string>>;
  readonly definitionId: string;
  readonly definitionName: string;
  readonly definitionVersion: number;
  readonly triggerType: TriggerType;
  /** The event's id, for runs that an event started. */
  readonly eventId?: string;
  /** What the run was started with: the event's envelope, or `{ payload }` of a call by hand. */
  readonly triggerEvent: TriggerEvent;
  readonly status: ExecutionStatus;
  readonly createdAt: Date;
  readonly startedAt?: Date;
  readonly completedAt?: Date;
  readonly error?: ExecutionError;
  readonly steps: readonly StepExecution[];
}

/** The names that conditions see as `trigger.*` (payload) and `event.*` (the rest). */
export interface TriggerEvent {
  readonly payload: JsonObject;
  readonly id?: string;
  readonly name?: string;
  readonly timestamp?: string;
  readonly userId?: string;
  /** How many runs stand between this event and its first cause; 0 for an event from outside or a start by hand. */
  readonly depth: number;
}

/** The run and the step on whose behalf an effect is made; its key makes a repeat recognisable. */
export function idempotencyKey(rootExecutionId: string, stepId: string): string {
  return `${rootExecutionId}:${stepId}`;
}

/** Of the way back from what has been done by a key. */
export function compensationKey(key: string): string {
  return `${key}:compensation`;
}
