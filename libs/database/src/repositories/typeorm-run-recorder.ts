import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AttemptOverruled, RunRecorder, type AfterFailure, type FailedAttempt, type StepRef } from '@app/application';
import type { CompletedRun, CompletedStep, FailedStep, FinishExecutionInput } from '@app/contracts';
import {
  isRetryable,
  statesBefore,
  type JsonObject,
  type Settlement,
  type StepError,
  type StepStatus,
  type TenantScope,
} from '@app/domain';
import { scoped } from '../connection/scoped';
import { ScopedDatabase } from '../connection/scoped-database';
import { recordedEnd, recordedOutput, runIsOver } from './recorded';
import {
  COMPENSATED,
  COMPLETED_OF,
  COMPLETE_RUN,
  FINISH,
  GIVE_UP,
  GIVE_UP_RUNNING,
  IS_UNDONE,
  PARK,
  RECORD_LAST_ATTEMPT,
  UNBLAME,
} from './run-recorder.sql';
import {
  BEGIN_ATTEMPT,
  COMPLETE_STEP,
  FAIL_ATTEMPT,
  NOTHING_RECORDED,
  RECORD_ATTEMPT,
  STOP_RETRIES_OF,
} from './step-attempts.sql';

const GIVEN_UP = JSON.stringify({
  code: 'execution_ended',
  message: 'The run ended while this step was running.',
  retryable: false,
} satisfies Omit<StepError, 'attempts'>);

/** Statements whose conditions keep states from going backwards; one a call where all goes well. */
@Injectable()
export class TypeOrmRunRecorder extends RunRecorder {
  constructor(private readonly database: ScopedDatabase) {
    super();
  }

  beginAttempt(scope: TenantScope, step: StepRef, attempt: number, isAlone = false): Promise<JsonObject | undefined> {
    return this.database.run(scope, async (manager) => {
      const begun = await this.query<unknown[]>(manager, BEGIN_ATTEMPT, scope, [
        step.executionId,
        step.stepId,
        attempt,
      ]);
      if (begun.length === 0) return recordedOutput(manager, scope, step);
      if (isAlone) await this.query(manager, PARK, scope, [step.executionId, true]);
      return undefined;
    });
  }

  completeStep(scope: TenantScope, step: StepRef, output: JsonObject, run?: CompletedRun): Promise<void> {
    return this.database.run(scope, async (manager) => {
      // Before the step's row is locked: whoever locks both takes the run first.
      if (step.type === 'wait') await this.query(manager, PARK, scope, [step.executionId, false]);
      const parameters = [step.executionId, step.stepId, JSON.stringify(output), ...(run ? [run.skippedStepIds] : [])];
      const sql = run ? COMPLETE_RUN : COMPLETE_STEP;
      const [completed] = await this.query<[{ count: number }]>(manager, sql, scope, parameters);
      // Another attempt may have been faster. But when the run ended meanwhile, without this step, its effect must not
      // stand, so the transaction must not either.
      if (completed.count === 0) await recordedOutput(manager, scope, step);
    });
  }

  recorded(scope: TenantScope, step: StepRef): Promise<JsonObject> {
    return this.database.run(scope, (manager) => recordedOutput(manager, scope, step));
  }

  async recordAttempt(
    scope: TenantScope,
    step: StepRef,
    attempt: number,
    output: JsonObject,
    run?: CompletedRun,
  ): Promise<void> {
    const ended = run ? [run.skippedStepIds] : [];
    const parameters = [step.executionId, step.stepId, attempt, JSON.stringify(output), ...ended];
    try {
      await this.database.queryLast(scope, run ? RECORD_LAST_ATTEMPT : RECORD_ATTEMPT, parameters);
    } catch (error) {
      throw isNothingRecorded(error) ? new AttemptOverruled() : error;
    }
  }

  async failAttempt(scope: TenantScope, step: StepRef, error: StepError, then: AfterFailure): Promise<FailedAttempt> {
    const parameters = [
      step.executionId,
      step.stepId,
      JSON.stringify(error),
      then.isFinal ? 'failed' : 'running',
      error.attempts,
      then.nextAttemptAt ?? null,
    ];
    const [row] = await this.database.query<{ status: StepStatus }[]>(scope, FAIL_ATTEMPT, parameters);
    if (row) return { mayGoOn: row.status !== 'failed' };
    return { mayGoOn: true, output: await this.recorded(scope, step) };
  }

  async park(scope: TenantScope, executionId: string, isParked: boolean): Promise<void> {
    await this.database.query(scope, PARK, [executionId, isParked]);
  }

  async stopRetries(scope: TenantScope, executionId: string): Promise<string[]> {
    const stopped = await this.database.query<{ stepId: string }[]>(scope, STOP_RETRIES_OF, [executionId]);
    return stopped.map(({ stepId }) => stepId);
  }

  giveUp(scope: TenantScope, executionId: string, steps: readonly FailedStep[]): Promise<CompletedStep[]> {
    return this.database.run(scope, async (manager) => {
      await this.query(manager, GIVE_UP, scope, [executionId, told(steps)]);
      return this.query(manager, COMPLETED_OF, scope, [executionId, steps.map(({ stepId }) => stepId)]);
    });
  }

  isCompensated(scope: TenantScope, { executionId, stepId }: StepRef): Promise<boolean> {
    return this.database.run(scope, async (manager) => {
      const [row] = await this.query<{ isUndone: boolean }[]>(manager, IS_UNDONE, scope, [executionId, stepId]);
      if (row) return row.isUndone;
      throw await runIsOver(manager, scope, executionId);
    });
  }

  async completeCompensation(scope: TenantScope, { executionId, stepId }: StepRef): Promise<void> {
    await this.database.query(scope, COMPENSATED, [executionId, stepId, 'compensated', 'completed', null]);
  }

  async failCompensation(scope: TenantScope, step: StepRef, error: StepError, final: boolean): Promise<void> {
    const states = final ? ['compensation_failed', 'failed'] : ['completed', 'running'];
    const parameters = [step.executionId, step.stepId, ...states, JSON.stringify(error)];
    await this.database.query(scope, COMPENSATED, parameters);
  }

  finish(scope: TenantScope, end: FinishExecutionInput): Promise<Settlement> {
    return this.database.run(scope, async (manager) => {
      const { executionId, status, error, skippedStepIds, failedSteps, failedCompensations } = end;
      const [{ count }] = await this.query<[{ count: number }]>(manager, FINISH, scope, [
        ...[executionId, status, statesBefore(status), error ? JSON.stringify(error) : null, skippedStepIds],
        ...[told(failedSteps), told(failedCompensations)],
      ]);
      if (count === 0) return recordedEnd(manager, scope, executionId);
      // Every step of a completed run has ended by itself.
      if (status !== 'completed') {
        await this.query(manager, GIVE_UP_RUNNING, scope, [executionId, GIVEN_UP]);
        await this.query(manager, UNBLAME, scope, [executionId]);
      }
      return { status, ...(error && { error }) };
    });
  }

  private query<T>(manager: EntityManager, sql: string, scope: TenantScope, parameters: unknown[]): Promise<T> {
    const { tenantId, environmentId } = scoped(scope);
    return manager.query<T>(sql, [tenantId, environmentId, ...parameters]);
  }
}

/** The statement found nothing that it may record; its transaction is undone. */
function isNothingRecorded(error: unknown): boolean {
  return (error as { code?: unknown }).code === NOTHING_RECORDED;
}

/** As the statements take failures. */
function told(steps: readonly FailedStep[] = []): string {
  return JSON.stringify(
    steps.map(({ stepId, code, message, attempts = 0 }) => ({
      stepId,
      error: { code, message, retryable: isRetryable(code), attempts } satisfies StepError,
    })),
  );
}
