import { Injectable } from '@nestjs/common';
import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  type Client,
  type ScheduleOptionsStartWorkflowAction,
  type ScheduleSummary,
  type ScheduleUpdateOptions,
  type Workflow,
} from '@temporalio/client';
import { fingerprintOf, ScheduleEngine, type KnownSchedule, type PlannedSchedule } from '@app/application';
import type { TemporalConfig } from '@app/config';
import { FIRE_SCHEDULE, fireWorkflowId, type FireScheduleInput } from '@app/contracts';
import { DomainError, type TenantScope } from '@app/domain';
import { readFingerprint } from './schedule-fingerprint';
import { TemporalConnection } from './temporal-connection';

type TimerOptions = ScheduleUpdateOptions<ScheduleOptionsStartWorkflowAction<Workflow>>;

/** Timers as Temporal Schedules, apart by task queue: two platforms may share a namespace. */
@Injectable()
export class TemporalScheduleEngine extends ScheduleEngine {
  constructor(
    private readonly connection: TemporalConnection,
    private readonly config: Pick<TemporalConfig, 'taskQueue'>,
  ) {
    super();
  }

  list(): Promise<KnownSchedule[]> {
    return this.call(async (client) => {
      const found: KnownSchedule[] = [];
      for await (const summary of client.schedule.list()) found.push(...this.read(summary));
      return found;
    });
  }

  async put(scope: TenantScope, planned: PlannedSchedule, since: Date): Promise<void> {
    const scheduleId = this.idOf(scope, planned.definitionId);
    const options = this.options(scope, planned);
    await this.call((client) =>
      client.schedule.create({ scheduleId, ...options }).catch(async (error: unknown) => {
        if (!(error instanceof ScheduleAlreadyRunning)) throw error;
        await client.schedule.getHandle(scheduleId).update(() => options);
      }),
    );
    if (planned.isPaused) return;
    const missed = { start: since, end: new Date(), overlap: 'ALLOW_ALL' } as const;
    await this.call((client) => client.schedule.getHandle(scheduleId).backfill(missed));
  }

  async remove(scope: TenantScope, definitionId: string): Promise<void> {
    await this.call((client) =>
      client.schedule
        .getHandle(this.idOf(scope, definitionId))
        .delete()
        .catch((error: unknown) => {
          if (!(error instanceof ScheduleNotFoundError)) throw error;
        }),
    );
  }

  private idOf({ tenantId, environmentId }: TenantScope, definitionId: string): string {
    return [this.config.taskQueue, tenantId, environmentId, definitionId].join('/');
  }

  private read(summary: ScheduleSummary): KnownSchedule[] {
    const { scheduleId, state } = summary;
    const [tenantId, environmentId, definitionId, ...more] = scheduleId
      .slice(this.config.taskQueue.length + 1)
      .split('/');
    const isOurs = scheduleId.startsWith(`${this.config.taskQueue}/`) && more.length === 0;
    if (!isOurs || !tenantId || !environmentId || !definitionId) return [];
    const scope = { tenantId, environmentId };
    return [{ scope, definitionId, fingerprint: readFingerprint(summary), isPaused: state.paused }];
  }

  /** Whether runs may overlap is decided when a time comes: Temporal fires more times than count. */
  private options(scope: TenantScope, planned: PlannedSchedule): TimerOptions {
    const { definitionId, times, jitterSeconds, catchUpWindowSeconds, isPaused } = planned;
    const calendars = times.map(({ hours, minutes }) => ({ hour: [...hours], minute: [...minutes] }));
    return {
      spec: { calendars, timezone: 'UTC', jitter: jitterSeconds * 1000 },
      action: {
        type: 'startWorkflow',
        workflowType: FIRE_SCHEDULE,
        workflowId: fireWorkflowId(scope, definitionId),
        taskQueue: this.config.taskQueue,
        args: [{ scope, definitionId } satisfies FireScheduleInput],
      },
      policies: { overlap: 'ALLOW_ALL', catchupWindow: catchUpWindowSeconds * 1000 },
      state: { paused: isPaused, note: fingerprintOf(planned) },
    };
  }

  private async call<T>(work: (client: Client) => Promise<T>): Promise<T> {
    try {
      return await this.connection.call(work);
    } catch (error) {
      throw new DomainError('unavailable', 'Temporal cannot be asked about schedules.', {}, { cause: error });
    }
  }
}
