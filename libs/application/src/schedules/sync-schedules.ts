import { Injectable } from '@nestjs/common';
import { fullSchedule, type TenantScope } from '@app/domain';
import { ScheduledDefinitions, type ScheduledDefinition } from '../ports/scheduled-definitions';
import { fingerprintOf, ScheduleEngine, type KnownSchedule, type PlannedSchedule } from '../ports/schedule-engine';
import { candidateTimes } from './candidate-times';

export interface SyncSchedulesCommand {
  /** The timers of that scope, read before. */
  readonly known: readonly KnownSchedule[];
}

/** A timer that was not as it should be although nobody had changed its definition. */
export interface ScheduleRepair {
  readonly definitionId: string;
  readonly reason: 'missing' | 'stale';
}

/** A timer that could not be put or removed. The next round tries again. */
export interface ScheduleFailure {
  readonly definitionId: string;
  readonly error: unknown;
}

export type ScheduleReport = ScheduleRepair | ScheduleFailure;

/** A definition that has changed since is on its way, and its timer no repair. */
const SETTLED_MS = 60_000;

/** Makes the timers of a scope what its definitions say. Repeating it changes nothing. */
@Injectable()
export class SyncSchedules {
  constructor(
    private readonly definitions: ScheduledDefinitions,
    private readonly engine: ScheduleEngine,
  ) {}

  /**
   * One timer's failure does not keep the others from what they should be.
   * @throws unavailable when the definitions cannot be read
   */
  async execute(scope: TenantScope, { known }: SyncSchedulesCommand): Promise<ScheduleReport[]> {
    const definitions = await this.definitions.list(scope);
    const live = new Set(definitions.map(({ definitionId }) => definitionId));
    const reports: ScheduleReport[][] = [];
    for (const definition of definitions)
      reports.push(await report(definition.definitionId, () => this.keep(scope, definition, known)));
    for (const { definitionId } of known.filter((timer) => !live.has(timer.definitionId)))
      reports.push(await report(definitionId, () => this.engine.remove(scope, definitionId)));
    return reports.flat();
  }

  private async keep(
    scope: TenantScope,
    definition: ScheduledDefinition,
    known: readonly KnownSchedule[],
  ): Promise<ScheduleRepair['reason'] | undefined> {
    const now = new Date();
    const planned = plan(definition, now);
    const reason = faultOf(planned, known);
    if (!reason) return undefined;
    // Times that came while there was no timer, or a wrong one; each has one run, however often it is told.
    const { changedAt } = definition;
    const windowBegin = now.getTime() - planned.catchUpWindowSeconds * 1000;
    await this.engine.put(scope, planned, new Date(Math.max(changedAt.getTime(), windowBegin)));
    return now.getTime() - changedAt.getTime() > SETTLED_MS ? reason : undefined;
  }
}

async function report(
  definitionId: string,
  work: () => Promise<ScheduleRepair['reason'] | void>,
): Promise<ScheduleReport[]> {
  try {
    const reason = await work();
    return reason ? [{ definitionId, reason }] : [];
  } catch (error) {
    return [{ definitionId, error }];
  }
}

function plan({ definitionId, schedule, enabled }: ScheduledDefinition, at: Date): PlannedSchedule {
  const { jitterSeconds, catchUpWindowSeconds } = fullSchedule(schedule);
  const times = candidateTimes(schedule, at);
  return { definitionId, times, jitterSeconds, catchUpWindowSeconds, isPaused: !enabled };
}

function faultOf(planned: PlannedSchedule, known: readonly KnownSchedule[]): ScheduleRepair['reason'] | undefined {
  const found = known.find(({ definitionId }) => definitionId === planned.definitionId);
  if (!found) return 'missing';
  const isSame = found.fingerprint === fingerprintOf(planned) && found.isPaused === planned.isPaused;
  return isSame ? undefined : 'stale';
}
