import type { Execution, ExecutionStatus, RetryPlan, TenantScope, TriggerEvent, TriggerType } from '@app/domain';
import type { DeepPage, DeepPageOf } from '../shared/page';

/** A run that shall be started. The stored row is the order to start it: a crash after the commit loses nothing. */
export interface NewExecution {
  readonly id: string;
  readonly definitionId: string;
  readonly definitionName: string;
  readonly definitionVersion: number;
  readonly triggerType: TriggerType;
  /**
   * What makes the start unique within its definition: `event:<event id>`, `key:<idempotency key>`, or
   * `call:<execution id>` for a call that names no key.
   */
  readonly triggerKey: string;
  readonly eventId?: string;
  readonly triggerEvent: TriggerEvent;
  /** The definitions whose runs caused it, from the first on; left out for a start from outside, and for a retry. */
  readonly causes?: readonly string[];
  /** The run that this one retries, and what it takes over from it. */
  readonly retryOf?: string;
  /** Left out: the run itself. */
  readonly rootExecutionId?: string;
  readonly keyRoots?: RetryPlan['keyRoots'];
  readonly reused?: RetryPlan['reused'];
}

/** Which runs to cancel: one, or all of a definition. */
export type CancelWhich = { readonly id: string } | { readonly definitionId: string };

export interface CancelOutcome {
  /** Runs that were pending, and have ended by it. */
  readonly cancelled: number;
  /** Running ones, which will be told. */
  readonly requested: number;
}

export interface ExecutionFilter {
  readonly definitionId?: string;
  readonly status?: ExecutionStatus;
  readonly triggerType?: TriggerType;
  readonly eventId?: string;
  /** The customer that the trigger is about. */
  readonly customerId?: string;
  /** Inclusive. */
  readonly createdFrom?: Date;
  /** Exclusive. */
  readonly createdTo?: Date;
}

/** Runs as tenants see them. */
export abstract class ExecutionRepository {
  /**
   * Stores pending runs, but those whose definition and trigger key exist already, and those whose definition was
   * deleted or disabled. Tells the dispatchers.
   * @returns how many are new
   */
  abstract insertPending(scope: TenantScope, executions: readonly NewExecution[]): Promise<number>;
  /** The run of that definition and trigger key. */
  abstract findByTriggerKey(
    scope: TenantScope,
    definitionId: string,
    triggerKey: string,
  ): Promise<Execution | undefined>;
  /** With all its steps, those that have not started included, in the definition's order. */
  abstract findById(scope: TenantScope, id: string): Promise<Execution | undefined>;
  /** Newest first, without steps. */
  abstract list(scope: TenantScope, filter: ExecutionFilter, page: DeepPage): Promise<DeepPageOf<Execution>>;
  /** How many runs of a definition have not ended; of one trigger type alone, when it is named. */
  abstract countUnended(scope: TenantScope, definitionId: string, triggerType?: TriggerType): Promise<number>;
  /** Ends pending runs as cancelled, they never start; and has the running ones told. Repeating it changes nothing. */
  abstract cancel(scope: TenantScope, which: CancelWhich): Promise<CancelOutcome>;
}
