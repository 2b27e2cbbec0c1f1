import type {
  CompletedStep,
  FinishExecutionInput,
  PlannedStep,
  RunDefinitionInput,
  StepActivityInput,
} from '@app/contracts';
import {
  checkOutputs,
  customerOfTrigger,
  DomainError,
  holds,
  isLastStep,
  namesOf,
  readySteps,
  render,
  runOutcome,
  skippedSteps,
  type JsonObject,
  type Names,
  type StepStatus,
} from '@app/domain';
import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import { runStep } from './activities';
import { describeFailure, type Failure } from './describe-failure';
import { waitStep } from './wait-step';

/** The state of one run. What may start is decided by the domain; this only carries it out and remembers. */
export class Interpreter {
  private readonly states = new Map<string, StepStatus>();
  private readonly outputs = new Map<string, JsonObject>();
  private readonly configs = new Map<string, JsonObject>();
  private readonly running = new Map<string, Promise<void>>();
  private readonly failures: (Failure & { readonly stepId: string })[] = [];
  private readonly pauses = new Set<CancellationScope>();
  private isRecorded = false;
  private isCancelled = false;
  private isExpired = false;

  constructor(private readonly input: RunDefinitionInput) {
    for (const { stepId, output } of input.reused ?? []) {
      this.outputs.set(stepId, output);
      this.states.set(stepId, 'completed');
    }
  }

  /** The run's last step has completed the run as well. */
  get hasRecordedItsEnd(): boolean {
    return this.isRecorded;
  }

  /** No further step starts; what runs finishes, but nobody waits any longer. */
  cancel(): void {
    this.isCancelled = true;
    for (const pause of this.pauses) pause.cancel();
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
    return this.end(this.failures);
  }

  /** What has been done, in the order in which it was. */
  completed(): CompletedStep[] {
    return [...this.outputs].map(([stepId, output]) => ({ stepId, output }));
  }

  /** What a step was, or would be, called with. Throws expression_error. */
  stepInput(id: string): { step: PlannedStep; input: StepActivityInput } {
    const step = this.input.steps.find((each) => each.id === id);
    if (!step) throw new DomainError('internal_error', `The version has no step "${id}".`);
    return { step, input: this.activityInput(step, this.configs.get(id) ?? render(step.config, this.names())) };
  }

  /** The end of a run that something unforeseen has stopped. */
  abandon(failure: Failure): FinishExecutionInput {
    return this.end([...this.failures, failure]);
  }

  /** A skipped step may open the way for others, so this goes on until none is left to start. */
  private startReady(): void {
    if (this.isCancelled || this.isExpired) return;
    for (let ready = this.ready(); ready.length > 0; ready = this.ready())
      for (const step of ready) this.startOrSkip(step);
  }

  /** An expression without a value fails the step before anything is done for it. */
  private startOrSkip(step: PlannedStep): void {
    try {
      if (step.condition && !holds(step.condition, this.names())) this.states.set(step.id, 'skipped');
      else this.start(step, this.prepare(step));
    } catch (error) {
      this.fail(step, describeFailure(error));
    }
  }

  /** Throws output_too_large, expression_error. */
  private prepare({ config }: PlannedStep): JsonObject {
    checkOutputs(this.outputs.values());
    return render(config, this.names());
  }

  private ready(): PlannedStep[] {
    return readySteps(this.input.steps, this.states);
  }

  private start(step: PlannedStep, config: JsonObject): void {
    this.states.set(step.id, 'running');
    this.configs.set(step.id, config);
    const done = this.carryOut(step, config).finally(() => this.running.delete(step.id));
    this.running.set(step.id, done);
  }

  private async carryOut(step: PlannedStep, config: JsonObject): Promise<void> {
    try {
      const input = { ...this.activityInput(step, config), ...this.completion(step) };
      const output = step.type === 'wait' ? await this.wait(step, input) : await runStep(step, input);
      this.outputs.set(step.id, output);
      this.states.set(step.id, 'completed');
      this.isRecorded = input.completesRun !== undefined;
    } catch (error) {
      // A wait that cancelling has ended did not come to its own end: nothing is said of it.
      if (this.isCancelled && !this.isExpired && isCancellation(error)) this.states.delete(step.id);
      else this.fail(step, this.isExpired ? this.expiry() : describeFailure(error));
    }
  }

  private wait(step: PlannedStep, input: StepActivityInput): Promise<JsonObject> {
    return waitStep(step, input, (milliseconds) => this.pause(milliseconds));
  }

  /** Ends early when the run is cancelled. */
  private async pause(milliseconds: number): Promise<void> {
    const scope = new CancellationScope();
    this.pauses.add(scope);
    await scope.run(() => sleep(milliseconds)).finally(() => this.pauses.delete(scope));
  }

  private fail({ id }: PlannedStep, failure: Failure): void {
    this.states.set(id, 'failed');
    this.failures.push({ stepId: id, ...failure });
  }

  private activityInput({ id, type, retryPolicy }: PlannedStep, config: JsonObject): StepActivityInput {
    const { scope, executionId, trigger } = this.input;
    const rootExecutionId = this.input.keyRoots?.[id] ?? this.input.rootExecutionId;
    const customerId = customerOfTrigger(trigger.payload);
    const subscriptionId = this.madeSubscription();
    return {
      ...{ scope, executionId, rootExecutionId, stepId: id, type, config },
      maxAttempts: retryPolicy.maxAttempts,
      retryPolicy,
      depth: trigger.depth + 1,
      ...(customerId !== undefined && { customerId }),
      ...(subscriptionId !== undefined && { subscriptionId }),
    };
  }

  /** Of the last completed assign_plan in the definition's order. */
  private madeSubscription(): string | undefined {
    const plans = this.input.steps.filter(({ type, id }) => type === 'assign_plan' && this.outputs.has(id));
    const id = this.outputs.get(plans.at(-1)?.id ?? '')?.subscription_id;
    return typeof id === 'string' ? id : undefined;
  }

  private end(failures: readonly Failure[]): FinishExecutionInput {
    const { scope, executionId, steps } = this.input;
    const { states, isCancelled } = this;
    const expiry = this.isExpired ? { expiry: this.expiry() } : {};
    return {
      ...{ scope, executionId },
      ...runOutcome(steps, { states, failures, isCancelled, ...expiry }),
      // A step records its own failure; one that was given up, or whose worker vanished, could not.
      ...(this.failures.length > 0 && { failedSteps: this.failures }),
    };
  }

  /** What a step needs to complete the run, when nothing will be left to do after it. */
  private completion({ id }: PlannedStep): Pick<StepActivityInput, 'completesRun'> {
    const { endsWithLastStep, steps } = this.input;
    if (!endsWithLastStep || !isLastStep(steps, this.states, id)) return {};
    return { completesRun: { skippedStepIds: skippedSteps(steps, this.states) } };
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
    const execution = {
      ...{ id: executionId, workflow_id: definition.id, workflow_name: definition.name },
      workflow_version: definition.version,
    };
    return { ...namesOf(trigger), steps: Object.fromEntries(steps), execution };
  }
}
