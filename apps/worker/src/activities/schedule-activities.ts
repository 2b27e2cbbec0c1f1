import { Injectable, Logger } from '@nestjs/common';
import { Context } from '@temporalio/activity';
import { FireSchedule } from '@app/application';
import { FIRE, fireWorkflowId, type FireInput, type FireOutcome } from '@app/contracts';
import { DomainError } from '@app/domain';

const LEFT_OUT: Partial<Record<FireOutcome, string>> = {
  skipped: 'the run before has not ended',
  too_late: 'it could not be served within its catch-up window',
};

/** What the workflows of a schedule have done. */
@Injectable()
export class ScheduleActivities {
  private readonly logger = new Logger(ScheduleActivities.name);

  constructor(private readonly fireSchedule: FireSchedule) {}

  all(): Record<typeof FIRE, (input: FireInput) => Promise<FireOutcome>> {
    return { [FIRE]: (input) => this.fire(input) };
  }

  private async fire({ scope, definitionId, scheduledTime }: FireInput): Promise<FireOutcome> {
    if (!Context.current().info.workflowExecution?.workflowId.startsWith(fireWorkflowId(scope, definitionId)))
      throw new DomainError('scope_mismatch', 'The input names another definition than the workflow it came from.');
    const outcome = await this.fireSchedule.execute(scope, { definitionId, scheduledTime: new Date(scheduledTime) });
    const whose = { tenant_id: scope.tenantId, environment_id: scope.environmentId, workflow_id: definitionId };
    const reason = LEFT_OUT[outcome];
    if (reason) this.logger.warn({ ...whose, scheduledTime, msg: `A time was left out: ${reason}` });
    return outcome;
  }
}
