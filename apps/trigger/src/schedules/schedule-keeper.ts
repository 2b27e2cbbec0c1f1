import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { ScheduledDefinitions, ScheduleEngine, SyncSchedules, WakefulLoop, type KnownSchedule } from '@app/application';
import { scopeKey, type TenantScope } from '@app/domain';
import { scheduleRepairs } from '../metrics';

const POLL_MS = 20_000;

/** Keeps Temporal's timers what the scheduled definitions say: soon after a change, and whatever became of them outside. */
@Injectable()
export class ScheduleKeeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(ScheduleKeeper.name);
  private endSubscription?: () => void;
  private readonly loop = new WakefulLoop(() => this.round(), {
    pollMs: POLL_MS,
    onError: (err) => this.logger.error({ err, msg: 'Schedules could not all be compared; they will be' }),
  });

  constructor(
    private readonly definitions: ScheduledDefinitions,
    private readonly engine: ScheduleEngine,
    private readonly syncSchedules: SyncSchedules,
  ) {}

  onApplicationBootstrap(): void {
    this.endSubscription = this.definitions.subscribe(() => this.loop.wake());
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.endSubscription?.();
    await this.loop.stop();
  }

  private async round(): Promise<false> {
    const known = Map.groupBy(await this.engine.list(), ({ scope }) => scopeKey(scope));
    const scopes = [...(await this.definitions.scopes()), ...[...known.values()].flatMap(([one]) => one?.scope ?? [])];
    const each = new Map(scopes.map((scope) => [scopeKey(scope), scope]));
    for (const [key, scope] of each)
      await this.keep(scope, known.get(key) ?? []).catch((err: unknown) =>
        this.logger.error({ err, ...named(scope), msg: "A scope's schedules could not be compared; they will be" }),
      );
    return false;
  }

  private async keep(scope: TenantScope, known: readonly KnownSchedule[]): Promise<void> {
    for (const { definitionId, ...report } of await this.syncSchedules.execute(scope, { known })) {
      const whose = { ...named(scope), workflow_id: definitionId };
      if ('error' in report) {
        this.logger.error({ ...whose, err: report.error, msg: 'A schedule could not be changed; it will be' });
        continue;
      }
      scheduleRepairs.inc({ reason: report.reason });
      this.logger.warn({ ...whose, ...report, msg: 'A schedule was not what its definition says; it is repaired' });
    }
  }
}

function named({ tenantId, environmentId }: TenantScope): { tenant_id: string; environment_id: string } {
  return { tenant_id: tenantId, environment_id: environmentId };
}
