import type { FinishExecutionInput, PlannedStep, RunDefinitionInput } from '@app/contracts';
import {
  customerOfTrigger,
  holds,
  namesOf,
  readySteps,
  type EndedStatus,
  type ExecutionError,
  type JsonObject,
  type Names,
  type StepStatus,
} from '@app/domain';
import { runStep } from './activities';
import { describeFailure, type Failure } from './describe-failure';

/** The state of one run. What may start is decided by the domain; this only carries it out and remembers. */
export class Interpreter {
  private readonly states = new Map<string, StepStatus>();
  private readonly outputs = new Map<string, JsonObject>();
  private readonly running = new Map<string, Promise<void>>();
  private failed?: Failure & { readonly stepId: string };
  private isCancelled = false;
  private isExpired = false;

  constructor(private readonly input: RunDefinitionInput) {}

  /** No further step starts; what runs finishes. */
  cancel(): void {
    this.isCancelled = true;
  }

  /** The deadline has come. */
  expire(): void {
    this.isExpired = true;
  }

  async run(): Promise<FinishExecutionInput> {
    this.startReady();
    while (this.running.size > 0) {
      await Promise.race(this.running.values());
      this.startReady();
    }
    return this.end(this.failed);
  }

  /** The end of a run that something unforeseen has stopped. */
  abandon(failure: Failure): FinishExecutionInput {
    return this.end(this.failed ?? failure);
  }

  /** A skipped step may open the way for others, so this goes on until none is left to start. */
  private startReady(): void {
    if (this.isCancelled || this.isExpired) return;
    for (let ready = this.ready(); ready.length > 0; ready = this.ready())
      for (const step of ready) {
        if (step.condition && !holds(step.condition, this.names())) this.states.set(step.id, 'skipped');
        else this.start(step);
      }
  }

  private ready(): PlannedStep[] {
    return readySteps(this.input.steps, this.states);
  }

  private start(step: PlannedStep): void {
    this.states.set(step.id, 'running');
    const done = this.carryOut(step).finally(() => this.running.delete(step.id));
    this.running.set(step.id, done);
  }

  private async carryOut(step: PlannedStep): Promise<void> {
    try {
      this.outputs.set(step.id, await runStep(step, this.activityInput(step)));
      this.states.set(step.id, 'completed');
    } catch (error) {
      this.states.set(step.id, 'failed');
      const failure = this.isExpired ? this.expiry() : describeFailure(error);
      this.failed ??= { stepId: step.id, ...failure };
    }
  }

  private activityInput({ id, type, config, retryPolicy }: PlannedStep): Parameters<typeof runStep>[1] {
    const { scope, executionId, rootExecutionId, trigger } = this.input;
    const customerId = customerOfTrigger(trigger.payload);
    return {
      ...{ scope, executionId, rootExecutionId, stepId: id, type, config },
      maxAttempts: retryPolicy.maxAttempts,
      depth: trigger.depth + 1,
      ...(customerId !== undefined && { customerId }),
    };
  }

  private end(failed: (Failure & { stepId?: string }) | undefined): FinishExecutionInput {
    const { scope, executionId, steps } = this.input;
    const failure = failed ?? (this.isExpired ? this.expiry() : undefined);
    const skippedStepIds = steps.map(({ id }) => id).filter((id) => this.isSkipped(id));
    const status: EndedStatus = failure ? 'failed' : this.isCancelled && !this.isComplete() ? 'cancelled' : 'completed';
    return {
      ...{ scope, executionId, status, skippedStepIds },
      ...(failure && { error: failure satisfies ExecutionError }),
      // A step records its own failure; one that was given up, or whose worker vanished, could not.
      ...(this.failed && { failedStep: this.failed }),
    };
  }

  private isSkipped(id: string): boolean {
    const status = this.states.get(id);
    return status !== 'completed' && status !== 'failed';
  }

  private isComplete(): boolean {
    return this.input.steps.every(({ id }) => this.states.get(id) === 'completed' || this.states.get(id) === 'skipped');
  }

  private expiry(): Failure {
    return { code: 'execution_timeout', message: `The run took longer than ${this.input.timeoutSeconds} s.` };
  }

  private names(): Names {
    const { trigger, executionId, definition } = this.input;
    const steps = this.input.steps.map(({ id }) => {
      const output = this.outputs.get(id);
      return [id, { status: this.states.get(id) ?? 'pending', ...(output && { output }) }] as const;
    });
    const execution = { id: executionId, workflow_id: definition.id, workflow_version: definition.version };
    return { ...namesOf(trigger), steps: Object.fromEntries(steps), execution };
  }
}
