import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import {
  BEGIN_STEP,
  compensationOf,
  FINISH_EXECUTION,
  GIVE_UP_STEPS,
  PARK_RUN,
  STOP_RETRIES,
  type BeginStepInput,
  type CompensateActivityInput,
  type CompletedStep,
  type FinishExecutionInput,
  type ParkRunInput,
  type StepActivityInput,
} from '@app/contracts';
import {
  COMPENSABLE_STEP_TYPES,
  isRetryable,
  STEP_TYPES,
  type ErrorCode,
  type JsonObject,
  type Settlement,
} from '@app/domain';

type Script = (
  input: Pick<StepActivityInput, 'stepId' | 'executionId'>,
  attempt: number,
) => Promise<JsonObject | undefined | void>;

/** Activities that a test scripts by step id, and that remember what they were asked. */
export class ScriptedActivities {
  readonly calls: StepActivityInput[] = [];
  readonly ends: FinishExecutionInput[] = [];
  /** What was undone, in order. */
  readonly undone: CompensateActivityInput[] = [];
  /** What steps that were given up had done nevertheless. */
  late: CompletedStep[] = [];
  /** Ids of the steps that wait for their next attempt when the run is cancelled. */
  waiting: string[] = [];
  /** Ids of the steps that the workflow itself has begun. */
  readonly begun: string[] = [];
  /** What the run's row says when it is to end: another has ended it before. */
  settled?: Settlement;
  /** After whose beginning nothing but waits went on; `the rest` where something else ended, `none` when it went on at once. */
  readonly parked: string[] = [];
  /** How often recording the end fails before it works. */
  finishFailures = 0;

  constructor(private readonly scripts: Readonly<Record<string, Script>> = {}) {}

  /** Ids of the steps in the order of their attempts. */
  get order(): string[] {
    return this.calls.map(({ stepId }) => stepId);
  }

  get end(): FinishExecutionInput | undefined {
    return this.ends.at(-1);
  }

  all(): Record<string, (input: never) => Promise<unknown>> {
    const steps = STEP_TYPES.map((type) => [type, (input: StepActivityInput) => this.run(input)] as const);
    const ways = COMPENSABLE_STEP_TYPES.map(
      (type) => [compensationOf(type), (input: CompensateActivityInput) => this.undo(input)] as const,
    );
    return {
      ...Object.fromEntries(steps),
      ...Object.fromEntries(ways),
      [STOP_RETRIES]: async () => this.waiting,
      [GIVE_UP_STEPS]: async () => this.late,
      [PARK_RUN]: async ({ isParked }: ParkRunInput) => void this.parked.push(isParked ? 'the rest' : 'none'),
      [BEGIN_STEP]: async (input: BeginStepInput) => this.begin(input),
      [FINISH_EXECUTION]: (input: FinishExecutionInput) => this.finish(input),
    };
  }

  private begin({ stepId, isAlone }: BeginStepInput): void {
    this.begun.push(stepId);
    if (isAlone) this.parked.push(stepId);
  }

  /** Scripted as `undo <step id>`. */
  private async undo(input: CompensateActivityInput): Promise<void> {
    await this.scripts[`undo ${input.stepId}`]?.(input, Context.current().info.attempt);
    this.undone.push(input);
  }

  private async run(input: StepActivityInput): Promise<JsonObject> {
    this.calls.push(input);
    const output = await this.scripts[input.stepId]?.(input, Context.current().info.attempt);
    const { scope, executionId, completesRun } = input;
    if (completesRun) this.ends.push({ scope, executionId, status: 'completed', ...completesRun });
    return output ?? {};
  }

  private async finish(input: FinishExecutionInput): Promise<Settlement> {
    if (this.finishFailures-- > 0) throw new Error('The database is down');
    this.ends.push(input);
    return this.settled ?? { status: input.status, ...(input.error && { error: input.error }) };
  }
}

/** As the worker's interceptor makes it of a DomainError. */
export function failure(code: ErrorCode, message: string = code): ApplicationFailure {
  return ApplicationFailure.create({ type: code, message, nonRetryable: !isRetryable(code) });
}
