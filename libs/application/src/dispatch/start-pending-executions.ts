import { Inject, Injectable } from '@nestjs/common';
import type { StepPlacement } from '@app/contracts';
import type { TenantScope } from '@app/domain';
import { PendingExecutions, type ClaimedExecution } from '../ports/pending-executions';
import { WorkflowEngine } from '../ports/workflow-engine';
import { runInput } from './run-input';

/** Where steps run, by the billing adapter that they use. */
export const STEP_PLACEMENT = Symbol('STEP_PLACEMENT');

const BACKOFF_SECONDS = { first: 1, most: 30 };

export interface StartPendingCommand {
  /** Whose lease this process has. */
  readonly claimed: readonly ClaimedExecution[];
  /** Starts under way at the same time. */
  readonly atOnce: number;
}

export interface StartPendingOutcome {
  readonly started: number;
  /** Starts that failed and will be tried again. */
  readonly failures: readonly { readonly executionId: string; readonly error: unknown }[];
}

/** Starts claimed runs of one scope in the workflow engine, and gives back those that cannot be started now. */
@Injectable()
export class StartPendingExecutions {
  constructor(
    private readonly pending: PendingExecutions,
    private readonly engine: WorkflowEngine,
    @Inject(STEP_PLACEMENT) private readonly placement: StepPlacement,
  ) {}

  async execute(scope: TenantScope, { claimed, atOnce }: StartPendingCommand): Promise<StartPendingOutcome> {
    const results = await this.start(scope, claimed, atOnce);
    const started = claimed.filter((_, index) => results[index]?.status === 'fulfilled');
    // A crash here leaves started runs pending: the lease ends, the next start meets "already started".
    if (started.length > 0)
      await this.pending.markStarted(
        scope,
        started.map(({ id }) => id),
      );
    return { started: started.length, failures: await this.giveBack(scope, claimed, results) };
  }

  private async start(
    scope: TenantScope,
    claimed: readonly ClaimedExecution[],
    atOnce: number,
  ): Promise<readonly PromiseSettledResult<void>[]> {
    const results: PromiseSettledResult<void>[] = [];
    const waiting = claimed.entries();
    const startOneByOne = async (): Promise<void> => {
      for (const [index, run] of waiting)
        [results[index]] = await Promise.allSettled([this.engine.start(scope, runInput(scope, run, this.placement))]);
    };
    await Promise.all(Array.from({ length: atOnce }, startOneByOne));
    return results;
  }

  private async giveBack(
    scope: TenantScope,
    claimed: readonly ClaimedExecution[],
    results: readonly PromiseSettledResult<void>[],
  ): Promise<StartPendingOutcome['failures']> {
    const failures: { executionId: string; error: unknown }[] = [];
    for (const [index, run] of claimed.entries()) {
      const result = results[index];
      if (result?.status !== 'rejected') continue;
      await this.pending.postpone(scope, run.id, backoffSeconds(run.startAttempts));
      failures.push({ executionId: run.id, error: result.reason });
    }
    return failures;
  }
}

function backoffSeconds(attempts: number): number {
  return Math.min(BACKOFF_SECONDS.most, BACKOFF_SECONDS.first * 2 ** Math.min(attempts, 10));
}
