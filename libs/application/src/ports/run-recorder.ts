import type { CompletedRun, CompletedStep, FailedStep, FinishExecutionInput } from '@app/contracts';
import type { JsonObject, Settlement, StepError, StepType, TenantScope } from '@app/domain';

/** Which step of which run. */
export interface StepRef {
  readonly executionId: string;
  readonly stepId: string;
  readonly type: StepType;
}

export interface AfterFailure {
  /** The step has failed; otherwise it stays running and shows the error. */
  readonly isFinal: boolean;
  readonly nextAttemptAt?: Date;
}

/** What may come after an attempt that failed. */
export interface FailedAttempt {
  /** None may for a run that is to be cancelled. */
  readonly mayGoOn: boolean;
  /** Given when the step has completed after all: the answer to its commit was lost, or another attempt was faster. */
  readonly output?: JsonObject;
}

/** An attempt was not recorded, and nothing of it stands; {@link RunRecorder.recorded} says why. */
export class AttemptOverruled extends Error {
  override readonly name = 'AttemptOverruled';
}

/** What the rows of a run say while it runs. Nothing here ever goes backwards, however late or often it is called. */
export abstract class RunRecorder {
  /**
   * A step's attempt begins: the run and the step are `running`.
   * @param isAlone a wait beside which nothing but waits goes on: the run takes no place of its scope until one ends
   * @returns the output that an earlier attempt has recorded already, if one did: then nothing is left to do
   * @throws scope_mismatch when this scope has no such run, execution_ended when the run is over
   */
  abstract beginAttempt(
    scope: TenantScope,
    step: StepRef,
    attempt: number,
    isAlone?: boolean,
  ): Promise<JsonObject | undefined>;
  /**
   * @param run given when nothing is left to do in the run: it is completed in the same write
   * @throws execution_ended when the run ended without this step: its effect must not stand
   */
  abstract completeStep(scope: TenantScope, step: StepRef, output: JsonObject, run?: CompletedRun): Promise<void>;
  /**
   * What overrules an attempt.
   * @returns the output that another attempt has recorded
   * @throws scope_mismatch, execution_ended, and what an earlier attempt has failed with
   */
  abstract recorded(scope: TenantScope, step: StepRef): Promise<JsonObject>;
  /**
   * A whole attempt at once, as the last statement of the transaction that has its effect.
   * @param run given when nothing is left to do in the run: it is completed in the same write
   * @throws AttemptOverruled when the step or its run has ended, or this scope has no such run: then the transaction is
   *   undone, and with it the effect
   */
  abstract recordAttempt(
    scope: TenantScope,
    step: StepRef,
    attempt: number,
    output: JsonObject,
    run?: CompletedRun,
  ): Promise<void>;
  /**
   * An attempt failed, whether or not its beginning was kept.
   * @throws what {@link recorded} throws where the step or its run has ended already, or is not there
   */
  abstract failAttempt(scope: TenantScope, step: StepRef, error: StepError, then: AfterFailure): Promise<FailedAttempt>;
  /** Whether nothing but waits goes on in the run: then it takes no place of its scope. */
  abstract park(scope: TenantScope, executionId: string, isParked: boolean): Promise<void>;
  /** Ends the steps that only wait for their next attempt, as failed by their last one. @returns their ids */
  abstract stopRetries(scope: TenantScope, executionId: string): Promise<string[]>;
  /**
   * Ends steps that run, or have not been recorded yet: a late result of theirs does not count.
   * @returns those that have completed nevertheless
   */
  abstract giveUp(scope: TenantScope, executionId: string, steps: readonly FailedStep[]): Promise<CompletedStep[]>;
  /** @throws scope_mismatch when this scope has no such run, execution_ended when the run is over */
  abstract isCompensated(scope: TenantScope, step: StepRef): Promise<boolean>;
  /** What a step has done, or may have done although it failed, was undone. */
  abstract completeCompensation(scope: TenantScope, step: StepRef): Promise<void>;
  /** `final`: it will not be tried again; otherwise the step stays as it is and shows the error. A failed step keeps its own. */
  abstract failCompensation(scope: TenantScope, step: StepRef, error: StepError, final: boolean): Promise<void>;
  /**
   * The run's end, its skipped steps and those that could not record their own failure, in one write. A repeated call changes nothing.
   * @returns how the run has ended: a step that was given up may have completed it before
   */
  abstract finish(scope: TenantScope, end: FinishExecutionInput): Promise<Settlement>;
}
