import { Injectable } from '@nestjs/common';
import { compensationOf } from '@app/contracts';
import { BillingGateway, RunRecorder, StepFaults, Transactions, type StepRef } from '@app/application';
import {
  compensationKey,
  idempotencyKey,
  isRetryable,
  StorageAway,
  toDomainError,
  type CompensableStepType,
  type DomainError,
  type JsonObject,
  type TenantScope,
} from '@app/domain';

const UNEXPECTED = 'Undoing the step failed for an unexpected reason.';

export interface CompensateStepCommand {
  readonly executionId: string;
  /** What the step's own idempotency key begins with. */
  readonly rootExecutionId: string;
  readonly stepId: string;
  readonly type: CompensableStepType;
  /** What the step gave; nothing where its answer was lost. */
  readonly output?: JsonObject;
  /** The customer that the step is about. */
  readonly customerId?: string;
  /** Depth of the events that it causes. */
  readonly depth: number;
  /** Counted from 1. */
  readonly attempt: number;
  readonly maxAttempts: number;
  /** The way back and its record share one transaction of our own database. */
  readonly transactional: boolean;
}

/** One attempt to undo what one step has done, or may have done, recorded as it goes. What is undone stays so. */
@Injectable()
export class CompensateStep {
  constructor(
    private readonly billing: BillingGateway,
    private readonly recorder: RunRecorder,
    private readonly transactions: Transactions,
    private readonly faults: StepFaults,
  ) {}

  async execute(scope: TenantScope, command: CompensateStepCommand): Promise<void> {
    const { executionId, stepId, type, customerId, transactional } = command;
    const step = { executionId, stepId, type };
    try {
      const call = { operation: compensationOf(type), customerId };
      await this.faults.around(scope, call, (isLate) => {
        const undo = (): Promise<void> => this.undo(scope, step, { ...command, isLate });
        return transactional ? this.transactions.run(scope, undo) : undo();
      });
    } catch (error) {
      throw await this.recordFailure(scope, step, command, toDomainError(error, UNEXPECTED));
    }
  }

  private async undo(
    scope: TenantScope,
    step: StepRef,
    { rootExecutionId, type, output, depth, isLate }: CompensateStepCommand & { isLate: boolean },
  ): Promise<void> {
    if (await this.recorder.isCompensated(scope, step)) return;
    const key = idempotencyKey(rootExecutionId, step.stepId);
    const effect = { key: compensationKey(key), causation: { executionId: step.executionId, depth } };
    await this.billing.undo(scope, effect, { type, key, ...(output && { output }) });
    if (!isLate) await this.recorder.completeCompensation(scope, step);
  }

  private async recordFailure(
    scope: TenantScope,
    step: StepRef,
    { attempt: attempts, maxAttempts }: CompensateStepCommand,
    error: DomainError,
  ): Promise<DomainError> {
    const { code, message } = error;
    // There is no such run, or it is over: its rows say what became of it.
    if (code === 'scope_mismatch' || code === 'execution_ended') return error;
    // Nothing was said of the way back: whoever called waits for the database, and calls again.
    if (error instanceof StorageAway) return error;
    const retryable = isRetryable(code);
    const isFinal = !retryable || attempts >= maxAttempts;
    await this.recorder.failCompensation(scope, step, { code, message, retryable, attempts }, isFinal);
    return error;
  }
}
