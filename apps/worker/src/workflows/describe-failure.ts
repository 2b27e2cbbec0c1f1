import { DomainError, isErrorCode, type ErrorCode } from '@app/domain';
import { ActivityFailure, ApplicationFailure, CancelledFailure, TimeoutFailure } from '@temporalio/workflow';

/** Why a step or a run failed, as tenants see it. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
}

/** Finds the failure that an activity reported below what Temporal wrapped around it. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof DomainError) return { code: error.code, message: error.message };
  const reason = error instanceof ActivityFailure && error.cause ? error.cause : error;
  if (reason instanceof ApplicationFailure && isErrorCode(reason.type))
    return { code: reason.type, message: reason.message };
  if (reason instanceof TimeoutFailure) return { code: 'timeout', message: 'The step did not answer in time.' };
  if (reason instanceof CancelledFailure) return { code: 'execution_ended', message: 'The step was given up.' };
  return { code: 'internal_error', message: 'The run failed for an unexpected reason.' };
}
