import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import {
  BEGIN_STEP,
  FINISH_EXECUTION,
  type BeginStepInput,
  type FinishExecutionInput,
  type StepActivityInput,
} from '@app/contracts';
import { isRetryable, STEP_TYPES, type ErrorCode, type JsonObject, type Settlement } from '@app/domain';

type Script = (input: StepActivityInput, attempt: number) => Promise<JsonObject | undefined | void>;

/** Activities that a test scripts by step id, and that remember what they were asked. */
export class ScriptedActivities {
  readonly calls: StepActivityInput[] = [];
  readonly ends: FinishExecutionInput[] = [];
  /** Ids of the steps that the workflow itself has begun. */
  readonly begun: string[] = [];
  /** What the run's row says when it is to end: another has ended it before. */
  settled?: Settlement;
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
    return {
      ...Object.fromEntries(steps),
      [BEGIN_STEP]: async (input: BeginStepInput) => void this.begun.push(input.stepId),
      [FINISH_EXECUTION]: (input: FinishExecutionInput) => this.finish(input),
    };
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
