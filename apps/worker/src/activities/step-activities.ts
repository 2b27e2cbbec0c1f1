import { Injectable } from '@nestjs/common';
import { Context } from '@temporalio/activity';
import { RunRecorder } from '@app/application';
import {
  BEGIN_STEP,
  compensationOf,
  FINISH_EXECUTION,
  GIVE_UP_STEPS,
  PARK_RUN,
  STOP_RETRIES,
  temporalWorkflowId,
  type BeginStepInput,
  type CompensateActivityInput,
  type CompletedStep,
  type FinishExecutionInput,
  type GiveUpStepsInput,
  type ParkRunInput,
  type StepActivityInput,
  type StepActivityResult,
  type StopRetriesInput,
} from '@app/contracts';
import {
  COMPENSABLE_STEP_TYPES,
  DomainError,
  STEP_TYPES,
  type CompensableStepType,
  type Settlement,
  type TenantScope,
} from '@app/domain';
import { CompensateStep, RunStep } from '@app/steps';
import { outlast } from './outlast';

/** For our own database, when it fails over. */
const MOST_PATIENCE_MS = 20_000;

type Activities = Record<string, (input: never) => Promise<unknown>>;

/** What the worker offers: one activity per step type of the registry, and those that record what the workflow does itself. */
@Injectable()
export class StepActivities {
  constructor(
    private readonly runStep: RunStep,
    private readonly compensateStep: CompensateStep,
    private readonly recorder: RunRecorder,
  ) {}

  all(): Activities {
    const steps = STEP_TYPES.map((type) => [type, (input: StepActivityInput) => this.run(input)] as const);
    const ways = COMPENSABLE_STEP_TYPES.map(
      (type) =>
        [compensationOf(type), (input: CompensateActivityInput) => this.compensate({ ...input, type })] as const,
    );
    return {
      ...Object.fromEntries(steps),
      ...Object.fromEntries(ways),
      [BEGIN_STEP]: (input: BeginStepInput) => this.begin(input),
      [FINISH_EXECUTION]: (input: FinishExecutionInput) => this.finish(input),
      [STOP_RETRIES]: (input: StopRetriesInput) => this.stopRetries(input),
      [PARK_RUN]: (input: ParkRunInput) => this.park(input),
      [GIVE_UP_STEPS]: (input: GiveUpStepsInput) => this.giveUp(input),
    };
  }

  private async run(input: StepActivityInput): Promise<StepActivityResult> {
    checkScope(input.scope, input.executionId);
    const { attempt, isLocal } = Context.current().info;
    const step = { ...input, attempt, transactional: isLocal };
    return outlast(() => this.runStep.execute(input.scope, step), patience());
  }

  private async compensate(input: CompensateActivityInput & { type: CompensableStepType }): Promise<void> {
    checkScope(input.scope, input.executionId);
    const { attempt, isLocal } = Context.current().info;
    const step = { ...input, attempt, transactional: isLocal };
    await outlast(() => this.compensateStep.execute(input.scope, step), patience());
  }

  private async giveUp({ scope, executionId, failedSteps }: GiveUpStepsInput): Promise<CompletedStep[]> {
    checkScope(scope, executionId);
    return this.recorder.giveUp(scope, executionId, failedSteps);
  }

  private async stopRetries({ scope, executionId }: StopRetriesInput): Promise<string[]> {
    checkScope(scope, executionId);
    return this.recorder.stopRetries(scope, executionId);
  }

  private async park({ scope, executionId, isParked }: ParkRunInput): Promise<void> {
    checkScope(scope, executionId);
    await this.recorder.park(scope, executionId, isParked);
  }

  private async begin({ scope, isAlone, ...step }: BeginStepInput): Promise<void> {
    checkScope(scope, step.executionId);
    await this.recorder.beginAttempt(scope, step, 1, isAlone);
  }

  private async finish(input: FinishExecutionInput): Promise<Settlement> {
    checkScope(input.scope, input.executionId);
    return this.recorder.finish(input.scope, input);
  }
}

/** Less than the attempt's own time, so that it still ends by itself. */
function patience(): number {
  return Math.min(MOST_PATIENCE_MS, Context.current().info.startToCloseTimeoutMs / 2);
}

/** The workflow's id says whose run it is; an input that says otherwise is not acted upon. */
function checkScope(scope: TenantScope, executionId: string): void {
  if (Context.current().info.workflowExecution?.workflowId === temporalWorkflowId(scope, executionId)) return;
  throw new DomainError('scope_mismatch', 'The input names another run than the workflow it came from.');
}
