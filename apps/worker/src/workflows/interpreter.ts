import type { FinishExecutionInput, PlannedStep, RunDefinitionInput, StepActivityInput } from '@app/contracts';
import {
  checkOutputs,
  holds,
  isRetryable,
  nextMoves,
  render,
  runOutcome,
  type JsonObject,
  type Move,
} from '@app/domain';
import { ActivityFailure, CancellationScope, isCancellation, patched, sleep } from '@temporalio/workflow';
import { runStep, stopRetries } from './activities';
import { describeFailure, type Failure } from './describe-failure';
import { Parking } from './parking';
import { RunMemory } from './run-memory';
import { waitStep } from './wait-step';

/** Carries out one run. What may start, and how it ends, is decided by the domain. */
export class Interpreter {
  private readonly running = new Map<string, Promise<void>>();
  private readonly pauses = new Set<CancellationScope>();
  private readonly attempts = new Map<string, CancellationScope>();
  private isRecorded = false;
  private isCancelled = false;
  private isExpired = false;

  readonly memory: RunMemory;
  private readonly parking: Parking;

  constructor(private readonly input: RunDefinitionInput) {
    this.memory = new RunMemory(input);
    this.parking = new Parking(input, this.memory.states, this.running);
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

  /** A step of a cancelled run that only waits for its next attempt has no result to wait for. */
  async stopRetries(): Promise<void> {
    if (this.attempts.size === 0 || !patched('stop-retries')) return;
    const { scope, executionId } = this.input;
    for (const id of await stopRetries({ scope, executionId })) this.attempts.get(id)?.cancel();
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
      this.parking.look();
    }
    return this.end(this.memory.failures);
  }

  /** The end of a run that something unforeseen has stopped. */
  abandon(failure: Failure): FinishExecutionInput {
    return this.end([...this.memory.failures, failure]);
  }

  private startReady(): void {
    if (this.isCancelled || this.isExpired) return;
    const isMet = ({ condition }: PlannedStep): boolean =>
      !condition || holds(condition, this.memory.names(), '/condition');
    for (const move of nextMoves(this.input.steps, this.memory.states, isMet)) this.make(move);
  }

  /** An expression without a value fails the step before anything is done for it. */
  private make({ step, ...move }: Move<PlannedStep>): void {
    if (move.kind === 'skip') return void this.memory.states.set(step.id, 'skipped');
    try {
      if (move.kind === 'fail') throw move.error;
      this.start(step, this.prepare(step));
    } catch (error) {
      this.fail(step, describeFailure(error));
    }
  }

  /** Throws output_too_large, expression_error. */
  private prepare({ config }: PlannedStep): JsonObject {
    checkOutputs(this.memory.outputs.values());
    return render(config, this.memory.names());
  }

  private start(step: PlannedStep, config: JsonObject): void {
    this.memory.states.set(step.id, 'running');
    this.memory.configs.set(step.id, config);
    const done = this.carryOut(step, config).finally(() => this.running.delete(step.id));
    this.running.set(step.id, done);
  }

  private async carryOut(step: PlannedStep, config: JsonObject): Promise<void> {
    try {
      const input = { ...this.memory.activityInput(step, config), ...this.memory.completion(step) };
      const output = step.type === 'wait' ? await this.wait(step, input) : await this.attempt(step, input);
      this.memory.outputs.set(step.id, output);
      this.memory.states.set(step.id, 'completed');
      if (step.type === 'wait') this.parking.waitEnded();
      this.isRecorded = input.completesRun !== undefined;
    } catch (error) {
      if (this.isExpired) this.fail(step, this.expiry());
      else if (this.isCutShort(error)) this.memory.states.delete(step.id);
      // Whatever may be tried again was, as often as it might.
      else this.fail(step, describeFailure(error), error instanceof ActivityFailure ? step.retryPolicy.maxAttempts : 0);
    }
  }

  /** Of a step that the run's cancelling has ended, before it came to its own end: nothing is said of it here. */
  private isCutShort(error: unknown): boolean {
    if (this.isCancelled && isCancellation(error)) return true;
    const isOver = describeFailure(error).code === 'execution_ended';
    // Its row knew before we did.
    if (isOver) this.cancel();
    return isOver;
  }

  private async attempt(step: PlannedStep, input: StepActivityInput): Promise<JsonObject> {
    const scope = new CancellationScope();
    this.attempts.set(step.id, scope);
    return scope.run(() => runStep(step, input)).finally(() => this.attempts.delete(step.id));
  }

  private wait(step: PlannedStep, input: StepActivityInput): Promise<JsonObject> {
    const begin = (): Promise<void> => this.parking.beginWait(input);
    return waitStep(step, input, { begin, pause: (milliseconds) => this.pause(milliseconds) });
  }

  /** Ends early when the run is cancelled. */
  private async pause(milliseconds: number): Promise<void> {
    const scope = new CancellationScope();
    if (this.isCancelled) scope.cancel();
    this.pauses.add(scope);
    await scope.run(() => sleep(milliseconds)).finally(() => this.pauses.delete(scope));
  }

  /** @param tries how often it was tried if another attempt might have helped */
  private fail({ id }: PlannedStep, failure: Failure, tries = 0): void {
    this.memory.states.set(id, 'failed');
    const attempts = tries > 0 && isRetryable(failure.code) ? { attempts: tries } : {};
    this.memory.failures.push({ stepId: id, ...failure, ...attempts });
  }

  private end(failures: readonly Failure[]): FinishExecutionInput {
    const { scope, executionId, steps } = this.input;
    const { states, failures: failedSteps } = this.memory;
    const expiry = this.isExpired ? { expiry: this.expiry() } : {};
    return {
      ...{ scope, executionId },
      ...runOutcome(steps, { states, failures, isCancelled: this.isCancelled, ...expiry }),
      // A step records its own failure; one that was given up, or whose worker vanished, could not.
      ...(failedSteps.length > 0 && { failedSteps }),
    };
  }

  private expiry(): Failure {
    return { code: 'execution_timeout', message: `The run took longer than ${this.input.timeoutSeconds} s.` };
  }
}
