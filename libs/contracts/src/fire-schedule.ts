import type { TenantScope } from '@app/domain';

/** Input of the workflow that a time of a schedule starts. */
export interface FireScheduleInput {
  readonly scope: TenantScope;
  readonly definitionId: string;
  /** Epoch milliseconds since when the time waits, of one that goes on as a new run of itself. */
  readonly since?: number;
}

/** Input of the activity. */
export interface FireInput extends Pick<FireScheduleInput, 'scope' | 'definitionId'> {
  /** RFC 3339, UTC: the time as the schedule names it, whatever the jitter. */
  readonly scheduledTime: string;
}

/**
 * `not_due`: no time of the schedule as it is now; `too_late`: nobody could serve it within its catch-up window;
 * `skipped`: left out, since an earlier run has not ended; `busy`: the same, and it waits.
 */
export type FireOutcome = 'started' | 'not_due' | 'too_late' | 'skipped' | 'busy';
