import { Injectable } from '@nestjs/common';
import { compensationOf } from '@app/contracts';
import { RunRecorder, StepFaults, Transactions, type Effect, type StepRef } from '@app/application';
import {
  idempotencyKey,
  isRetryable,
  toDomainError,
  type CompensableStepType,
  type JsonObject,
  type TenantScope,
} from '@app/domain';
import { customerIn, type CompensationContext } from './shared/step-handler';
import { StepRegistry } from './step-registry';

export interface CompensateStepCommand {
  readonly executionId: string;
  /** What the step's own idempotency key begins with. */
  readonly rootExecutionId: string;
  readonly stepId: string;
  readonly type: CompensableStepType;
  /** As the step had it, its expressions replaced. */
  readonly config: JsonObject;
  readonly output: JsonObject;
  readonly customerId?: string;
  /** Depth of the events that it causes. */
  readonly depth: number;
  /** Counted from 1. */
  readonly attempt: number;
  readonly maxAttempts: number;
  /** The way back and its record share one transaction of our own database. */
  readonly transactional: boolean;
}

/** One attempt to undo one completed step, recorded as it goes. One that is undone already stays so. */
@Injectable()
export class CompensateStep {
  constructor(
    private readonly registry: StepRegistry,
    private readonly recorder: RunRecorder,
    private readonly transactions: Transactions,
    private readonly faults: StepFaults,
  ) {}

  async execute(scope: TenantScope, command: CompensateStepCommand): Promise<void> {
    const { executionId, stepId, type } = command;
    const step = { executionId, stepId, type };
    try {
      if (command.transactional) await this.transactions.run(scope, () => this.undo(scope, step, command));
      else await this.undo(scope, step, command);
    } catch (cause) {
      const error = toDomainError(cause, 'Undoing the step failed for an unexpected reason.');
      const { code, message } = error;
      const retryable = isRetryable(code);
      const isFinal = !retryable || command.attempt >= command.maxAttempts;
      const attempts = command.attempt;
      await this.recorder.failCompensation(scope, step, { code, message, retryable, attempts }, isFinal);
      throw error;
    }
  }

  private async undo(scope: TenantScope, step: StepRef, command: CompensateStepCommand): Promise<void> {
    if (await this.recorder.isCompensated(scope, step)) return;
    // The config was checked when the step ran.
    const { config, output } = command;
    const context = contextOf(scope, command);
    const call = { operation: compensationOf(command.type), customerId: customerIn(context, config) };
    const handler = this.registry.compensations[command.type];
    await this.faults.around(scope, call, () => handler.compensate(context, config as never, output));
    await this.recorder.completeCompensation(scope, step);
  }
}

function contextOf(scope: TenantScope, command: CompensateStepCommand): CompensationContext {
  const { executionId, rootExecutionId, stepId, depth, customerId } = command;
  const undoes = idempotencyKey(rootExecutionId, stepId);
  const effect: Effect = { key: `${undoes}:compensation`, causation: { executionId, depth } };
  return { ...{ scope, effect, undoes }, ...(customerId !== undefined && { customerId }) };
}
