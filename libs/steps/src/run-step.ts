import { Injectable } from '@nestjs/common';
import type { CompletedRun } from '@app/contracts';
import { AttemptOverruled, checkShape, RunRecorder, StepFaults, Transactions, type StepRef } from '@app/application';
import {
  checkOutput,
  DomainError,
  idempotencyKey,
  isRetryable,
  retryAfterOf,
  retryDelaySeconds,
  StorageAway,
  toDomainError,
  ValidationFailed,
  type JsonObject,
  type RetryPolicy,
  type StepType,
  type TenantScope,
} from '@app/domain';
import { customerIn, type StepContext } from './shared/step-handler';
import { CONFIG_RULES, StepRegistry } from './step-registry';

const UNEXPECTED = 'The step failed for an unexpected reason.';

export interface RunStepCommand {
  readonly executionId: string;
  readonly rootExecutionId: string;
  readonly stepId: string;
  readonly type: StepType;
  readonly config: JsonObject;
  readonly customerId?: string;
  readonly subscriptionId?: string;
  /** Depth of the events that the step causes. */
  readonly depth: number;
  /** Counted from 1. */
  readonly attempt: number;
  readonly maxAttempts: number;
  /** Says when the next attempt comes. */
  readonly retryPolicy?: RetryPolicy;
  /** Given when the run is completed by this step. */
  readonly completesRun?: CompletedRun;
  /** Begin, effect and result share one transaction of our own database; for steps that call out there is none open. */
  readonly transactional: boolean;
}

interface Prepared {
  /** The customer that the step is about. */
  readonly customerId: string | undefined;
  readonly work: () => Promise<JsonObject>;
}

interface Attempt extends Pick<Prepared, 'work'> {
  readonly command: RunStepCommand;
  readonly isLate: boolean;
}

/**
 * One attempt of one step, recorded as it goes. An attempt that was carried out before gives its output again.
 * Throws DomainErrors; their code says whether another attempt can help (PRD UC-4).
 */
@Injectable()
export class RunStep {
  constructor(
    private readonly registry: StepRegistry,
    private readonly recorder: RunRecorder,
    private readonly transactions: Transactions,
    private readonly faults: StepFaults,
  ) {}

  async execute(scope: TenantScope, command: RunStepCommand): Promise<JsonObject> {
    const { executionId, stepId, type } = command;
    const step = { executionId, stepId, type };
    try {
      const { customerId, work } = this.prepare(type, contextOf(scope, command), command.config);
      const attempt = (isLate: boolean): Promise<JsonObject> => this.carryOut(scope, step, { command, work, isLate });
      return await this.faults.around(scope, { operation: type, customerId }, (isLate) =>
        command.transactional ? this.transactions.run(scope, () => attempt(isLate)) : attempt(isLate),
      );
    } catch (error) {
      return this.afterFailure(scope, step, command, error);
    }
  }

  /** Checks the config once more, now that its expressions have values. */
  private prepare<T extends StepType>(type: T, context: StepContext, config: JsonObject): Prepared {
    const { shape, together } = CONFIG_RULES[type];
    const shaped = checkShape(shape, config, '/config');
    if (!('value' in shaped)) throw new ValidationFailed(shaped.problems);
    const problems = together(shaped.value, '/config');
    if (problems.length > 0) throw new ValidationFailed(problems);
    const work = (): Promise<JsonObject> => this.registry.handlers[type].run(context, shaped.value);
    return { customerId: customerIn(context, shaped.value), work };
  }

  private async carryOut(scope: TenantScope, step: StepRef, { command, work, isLate }: Attempt): Promise<JsonObject> {
    const { attempt, completesRun, transactional } = command;
    // A wait was begun long ago; anything else that commits as a whole is recorded as a whole.
    const isWhole = transactional && !isLate && step.type !== 'wait';
    const recorded = isWhole ? undefined : await this.recorder.beginAttempt(scope, step, attempt);
    if (recorded) return recorded;
    const output = await work();
    checkOutput(output);
    // Only now is it said whether it may be done: of what may not, nothing stands.
    if (isWhole) await this.recorder.recordAttempt(scope, step, attempt, output, completesRun);
    // An answer that is lost is not recorded either; the next attempt finds what was done by its key.
    else if (!isLate) await this.recorder.completeStep(scope, step, output, completesRun);
    return output;
  }

  private afterFailure(
    scope: TenantScope,
    step: StepRef,
    command: RunStepCommand,
    error: unknown,
  ): Promise<JsonObject> {
    if (error instanceof AttemptOverruled) return this.recorder.recorded(scope, step);
    return this.recordFailure(scope, step, command, toDomainError(error, UNEXPECTED));
  }

  /** Throws the error, unless the attempt has had its end nevertheless. */
  private async recordFailure(
    scope: TenantScope,
    step: StepRef,
    command: RunStepCommand,
    error: DomainError,
  ): Promise<JsonObject> {
    const { attempt, maxAttempts } = command;
    const { code, message } = error;
    const retryable = isRetryable(code);
    const isFinal = !retryable || attempt >= maxAttempts;
    // There is no such run, or it or the step is over. The rows say so already.
    if (code === 'scope_mismatch' || code === 'execution_ended' || error.details.final === true) throw error;
    // Nothing was said of the step: whoever called waits for the database, and calls again.
    if (error instanceof StorageAway) throw error;
    const next = isFinal ? undefined : nextAttemptAt(command, error);
    const told = { code, message, retryable, attempts: attempt };
    const { mayGoOn, output } = await this.recorder.failAttempt(scope, step, told, { isFinal, ...next });
    // It was committed, and only the answer to that was lost.
    if (output) return output;
    if (isFinal || mayGoOn) throw error;
    throw new DomainError('execution_ended', `The step is not tried again: its run is cancelled. ${message}`);
  }
}

function nextAttemptAt({ retryPolicy, attempt }: RunStepCommand, { details }: DomainError): { nextAttemptAt?: Date } {
  if (!retryPolicy) return {};
  const seconds = retryDelaySeconds(retryPolicy, attempt, retryAfterOf(details));
  return { nextAttemptAt: new Date(Date.now() + seconds * 1000) };
}

function contextOf(scope: TenantScope, command: RunStepCommand): StepContext {
  const { executionId, rootExecutionId, stepId, depth, customerId, subscriptionId } = command;
  const effect = { key: idempotencyKey(rootExecutionId, stepId), causation: { executionId, depth } };
  return {
    ...{ scope, effect },
    ...(customerId !== undefined && { customerId }),
    ...(subscriptionId !== undefined && { subscriptionId }),
  };
}
