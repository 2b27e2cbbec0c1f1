import type {
  Condition,
  ErrorCode,
  JsonObject,
  OnFailure,
  RetryPolicy,
  Settlement,
  StepType,
  TenantScope,
  TriggerEvent,
} from '@app/domain';
import type { ActivityPlacement } from './names';

/** One step as the interpreter needs it. `placement` is frozen at the start: a run never changes how it is carried out. */
export interface PlannedStep {
  readonly id: string;
  readonly order: number;
  readonly type: StepType;
  readonly config: JsonObject;
  readonly condition?: Condition;
  readonly dependsOn?: readonly string[];
  readonly retryPolicy: RetryPolicy;
  /** Longest time of one attempt, in seconds. */
  readonly timeoutSeconds: number;
  readonly placement: ActivityPlacement;
}

/** Input of the interpreter workflow: everything a run needs, so that it never reads the definition again. */
export interface RunDefinitionInput {
  readonly scope: TenantScope;
  readonly executionId: string;
  /** The first execution of a chain of retries; idempotency keys are made of it. */
  readonly rootExecutionId: string;
  /** Step → the execution that its key begins with, where that is not the root: it was undone and is done anew. */
  readonly keyRoots?: Readonly<Record<string, string>>;
  /** Steps that the run which this one retries has completed: they are not run again. */
  readonly reused?: readonly CompletedStep[];
  /** What becomes of completed steps when another one fails; left out: they stay. */
  readonly onFailure?: OnFailure;
  readonly definition: { readonly id: string; readonly name: string; readonly version: number };
  readonly steps: readonly PlannedStep[];
  /** Deadline of the whole run, in seconds. */
  readonly timeoutSeconds: number;
  readonly trigger: TriggerEvent;
  /** The step that completes the run records its end too. Runs that were started without it keep doing that apart. */
  readonly endsWithLastStep?: true;
}

/** Input of every step activity; the activity's name is the step's type. */
export interface StepActivityInput {
  readonly scope: TenantScope;
  readonly executionId: string;
  readonly rootExecutionId: string;
  readonly stepId: string;
  readonly type: StepType;
  readonly config: JsonObject;
  readonly maxAttempts: number;
  /** Says when the next attempt comes; not there in tasks of workers that did not tell. */
  readonly retryPolicy?: RetryPolicy;
  /** The customer that the trigger is about; a config's own `customer_id` goes first. */
  readonly customerId?: string;
  /** The subscription that an earlier step of the run has made. */
  readonly subscriptionId?: string;
  /** Depth of the events that this run causes. */
  readonly depth: number;
  /** Set when nothing is left to do after this step: its success completes the run. */
  readonly completesRun?: CompletedRun;
}

export interface CompletedRun {
  readonly skippedStepIds: readonly string[];
}

/** A step that has done its work. */
export interface CompletedStep {
  readonly stepId: string;
  readonly output: JsonObject;
}

/** Input of every activity that undoes a step. */
export interface CompensateActivityInput {
  readonly scope: TenantScope;
  readonly executionId: string;
  /** What the step's own idempotency key begins with. */
  readonly rootExecutionId: string;
  readonly stepId: string;
  readonly type: StepType;
  readonly maxAttempts: number;
  /** The customer that the step is about. */
  readonly customerId?: string;
  /** Depth of the events that this run causes. */
  readonly depth: number;
  /** What the step gave; nothing where its answer was lost. */
  readonly output?: JsonObject;
}

/** A failure that a step could not record itself. */
export interface FailedStep {
  readonly stepId: string;
  readonly code: ErrorCode;
  readonly message: string;
  /** As many as there were at least; the step's own record may know of more. */
  readonly attempts?: number;
}

/** Input of the activity that gives steps up. It answers those that have completed nevertheless. */
export type GiveUpStepsInput = Pick<StepActivityInput, 'scope' | 'executionId'> & {
  readonly failedSteps: readonly FailedStep[];
};

/** Input of the activity that begins a step. */
export type BeginStepInput = Pick<StepActivityInput, 'scope' | 'executionId' | 'stepId' | 'type'> & {
  /** Nothing but waits of the run goes on meanwhile: it does not count as being carried out. */
  readonly isAlone?: boolean;
};

/** Input of the activity that stops retries. It answers the ids of the steps that are not tried again. */
export type StopRetriesInput = Pick<StepActivityInput, 'scope' | 'executionId'>;

/** Input of the activity that says whether nothing but waits goes on. */
export type ParkRunInput = Pick<StepActivityInput, 'scope' | 'executionId'> & { readonly isParked: boolean };

/** Answer of every step activity: the step's output. */
export type StepActivityResult = JsonObject;

/** How a run ended. Steps that never ran are `skipped`; those that ran have recorded themselves. */
export interface FinishExecutionInput extends Settlement {
  readonly scope: TenantScope;
  readonly executionId: string;
  readonly skippedStepIds: readonly string[];
  /** Steps that failed in the workflow (deadline, lost worker, expression): they could not record their own end. */
  readonly failedSteps?: readonly FailedStep[];
  /** Completed steps that could not be undone, and could not record that either. */
  readonly failedCompensations?: readonly FailedStep[];
}
