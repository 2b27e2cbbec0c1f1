import { Injectable } from '@nestjs/common';
import type { FireOutcome } from '@app/contracts';
import { fullSchedule, isTooLate, takeTurn, type Definition, type Schedule, type TenantScope } from '@app/domain';
import { DefinitionRepository } from '../ports/definition-repository';
import { ExecutionRepository } from '../ports/execution-repository';
import { Transactions } from '../ports/transactions';
import { WaitingTimes } from '../ports/waiting-times';
import { isScheduledTime } from './schedule-times';
import { scheduledRun } from './scheduled-run';

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
    private readonly waitingTimes: WaitingTimes,
  ) {}

  execute(scope: TenantScope, { definitionId, scheduledTime }: FireScheduleCommand): Promise<FireOutcome> {
    return this.transactions.run(scope, async () => {
      // Locked: of two times at once the second one sees the run of the first.
      const definition = await this.definitions.lock(scope, definitionId);
      const waiting = await this.waitingTimes.find(scope, definitionId);
      const isWaiting = waiting?.getTime() === scheduledTime.getTime();
      const schedule = definition?.trigger.schedule;
      if (!definition?.enabled || !schedule || !isScheduledTime(schedule, scheduledTime)) {
        if (isWaiting) await this.waitingTimes.put(scope, definitionId, undefined);
        return 'not_due';
      }
      if (await this.hasRun(scope, definition, scheduledTime)) return 'started';
      // For the one that waits it was not too late when it came.
      if (!isWaiting && isTooLate(scheduledTime, Date.now(), fullSchedule(schedule))) return 'too_late';
      const still = waiting && isScheduledTime(schedule, waiting) ? waiting : undefined;
      return this.takeTurn(scope, { definition, schedule, time: scheduledTime, waiting: still });
    });
  }

  private async takeTurn(
    scope: TenantScope,
    turn: { definition: Definition; schedule: Schedule; time: Date; waiting: Date | undefined },
  ): Promise<FireOutcome> {
    const { definition, schedule, time, waiting } = turn;
    const { overlap } = fullSchedule(schedule);
    const isBusy = (await this.executions.countUnended(scope, definition.id, 'scheduled')) > 0;
    const { starts, waits } = takeTurn({ overlap, isBusy, time, waiting });
    if (starts) await this.executions.insertPending(scope, [scheduledRun(definition, starts)]);
    await this.waitingTimes.put(scope, definition.id, waits);
    if (starts === time) return 'started';
    return waits?.getTime() === time.getTime() ? 'busy' : 'skipped';
  }

  private async hasRun(scope: TenantScope, definition: Definition, time: Date): Promise<boolean> {
    const { triggerKey } = scheduledRun(definition, time);
    return (await this.executions.findByTriggerKey(scope, definition.id, triggerKey)) !== undefined;
  }
}
