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

/** A definition that has changed since is on its way, and its timer no repair. */
const SETTLED_MS = 60_000;

/** Makes the timers of a scope what its definitions say. Repeating it changes nothing. */
@Injectable()
export class SyncSchedules {
  constructor(
    private readonly definitions: ScheduledDefinitions,
    private readonly engine: ScheduleEngine,
  ) {}

  /** @throws unavailable; then the rest is done the next time */
  async execute(scope: TenantScope, { known }: SyncSchedulesCommand): Promise<ScheduleRepair[]> {
    const now = new Date();
    const definitions = await this.definitions.list(scope);
    const repairs: ScheduleRepair[] = [];
    for (const definition of definitions) {
      const planned = plan(definition, now);
      const reason = faultOf(planned, known);
      if (!reason) continue;
      await this.engine.put(scope, planned);
      if (now.getTime() - definition.changedAt.getTime() > SETTLED_MS)
        repairs.push({ definitionId: definition.definitionId, reason });
    }
    const live = new Set(definitions.map(({ definitionId }) => definitionId));
    for (const { definitionId } of known) if (!live.has(definitionId)) await this.engine.remove(scope, definitionId);
    return repairs;
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
