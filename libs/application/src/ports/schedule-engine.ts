import type { TenantScope } from '@app/domain';
import type { DailyTimes } from '../schedules/candidate-times';

/** A definition's timer as it shall be. */
export interface PlannedSchedule {
  readonly definitionId: string;
  readonly times: readonly DailyTimes[];
  readonly jitterSeconds: number;
  readonly catchUpWindowSeconds: number;
  readonly isPaused: boolean;
}

export interface KnownSchedule {
  readonly scope: TenantScope;
  readonly definitionId: string;
  /** `fingerprintOf` the plan that it was made from; anything else when someone has changed it. */
  readonly fingerprint: string;
  readonly isPaused: boolean;
}

/** The timers that fire scheduled definitions. */
export abstract class ScheduleEngine {
  /** Those of all scopes. What was put a moment ago may be missing. @throws unavailable */
  abstract list(): Promise<KnownSchedule[]>;
  /**
   * Creates a timer or changes the one there is. Unless it is paused, its times since then are fired too.
   * @throws unavailable
   */
  abstract put(scope: TenantScope, planned: PlannedSchedule, since: Date): Promise<void>;
  /** Removes a timer; one that is not there is removed already. @throws unavailable */
  abstract remove(scope: TenantScope, definitionId: string): Promise<void>;
}

/** Tells whether two plans mean the same times. */
export function fingerprintOf({
  times,
  jitterSeconds,
  catchUpWindowSeconds,
}: Pick<PlannedSchedule, 'times' | 'jitterSeconds' | 'catchUpWindowSeconds'>): string {
  return JSON.stringify({ times, jitterSeconds, catchUpWindowSeconds });
}
