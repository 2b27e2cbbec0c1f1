import { Logger } from '@nestjs/common';
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker';
import type { StepActivityInput } from '@app/contracts';
import { DomainError, isRetryable, retryAfterOf } from '@app/domain';

const logger = new Logger('Activity');

/** The one place where a DomainError becomes Temporal's failure, and where an activity's failure is logged. */
export class DomainErrorInterceptor implements ActivityInboundCallsInterceptor {
  async execute(input: ActivityExecuteInput, next: Next<ActivityInboundCallsInterceptor, 'execute'>): Promise<unknown> {
    try {
      return await next(input);
    } catch (err) {
      log(input, err);
      if (!(err instanceof DomainError)) throw err;
      const nonRetryable = !isRetryable(err.code) || err.details.final === true;
      throw ApplicationFailure.create({
        ...{ type: err.code, message: err.message, nonRetryable, details: [err.details] },
        ...nextRetry(err),
      });
    }
  }
}

/** What a rate limit asks for goes before the policy. */
function nextRetry({ details }: DomainError): { nextRetryDelay?: number } {
  const seconds = retryAfterOf(details);
  return seconds === undefined ? {} : { nextRetryDelay: seconds * 1000 };
}

function log({ args }: ActivityExecuteInput, err: unknown): void {
  const { activityType, attempt } = Context.current().info;
  const { scope, executionId, stepId } = args[0] as Pick<StepActivityInput, 'scope' | 'executionId' | 'stepId'>;
  const { tenantId: tenant_id, environmentId: environment_id } = scope;
  const whose = { tenant_id, environment_id, execution_id: executionId, step_id: stepId };
  const line = { err, ...whose, activity: activityType, attempt, msg: 'An attempt failed' };
  // A tenant's own mistake is no fault of the platform.
  if (err instanceof DomainError && !isRetryable(err.code)) logger.warn(line);
  else logger.error(line);
}
