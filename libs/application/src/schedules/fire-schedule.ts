import { Injectable } from '@nestjs/common';
import type { FireOutcome } from '@app/contracts';
import { fullSchedule, type Definition, type TenantScope } from '@app/domain';
import { DefinitionRepository } from '../ports/definition-repository';
import { ExecutionRepository, type NewExecution } from '../ports/execution-repository';
import { Transactions } from '../ports/transactions';
import { newId } from '../shared/new-id';
import { isScheduledTime } from './schedule-times';

export interface FireScheduleCommand {
  readonly definitionId: string;
  readonly scheduledTime: Date;
}

/** Orders the run of one time of a schedule: one, however often the time is told. */
@Injectable()
export class FireSchedule {
  constructor(
    private readonly transactions: Transactions,
    private readonly definitions: DefinitionRepository,
    private readonly executions: ExecutionRepository,
  ) {}

  execute(scope: TenantScope, { definitionId, scheduledTime }: FireScheduleCommand): Promise<FireOutcome> {
    return this.transactions.run(scope, async () => {
      // Locked: of two times at once the second one sees the run of the first.
      const definition = await this.definitions.lock(scope, definitionId);
      const schedule = definition?.trigger.schedule;
      if (!definition?.enabled || !schedule || !isScheduledTime(schedule, scheduledTime)) return 'not_due';
      const run = newExecution(definition, scheduledTime);
      if (await this.executions.findByTriggerKey(scope, definitionId, run.triggerKey)) return 'started';
      const { overlap } = fullSchedule(schedule);
      const mayWait = overlap === 'buffer_one';
      if (overlap !== 'allow_all' && (await this.isBusy(scope, definition))) return mayWait ? 'busy' : 'skipped';
      await this.executions.insertPending(scope, [run]);
      return 'started';
    });
  }

  private async isBusy(scope: TenantScope, { id }: Definition): Promise<boolean> {
    return (await this.executions.countUnended(scope, id, 'scheduled')) > 0;
  }
}

/** The scheduled time is the id of the event that it stands for. */
function newExecution({ id: definitionId, name, version }: Definition, scheduledTime: Date): NewExecution {
  const time = `${scheduledTime.toISOString().slice(0, 19)}Z`;
  return {
    ...{ id: newId('exec'), definitionId, definitionName: name, definitionVersion: version },
    ...{ triggerType: 'scheduled', triggerKey: `schedule:${time}`, eventId: time },
    triggerEvent: { id: time, timestamp: time, payload: { scheduled_time: time }, depth: 0 },
  };
}
