import type { TenantScope } from '@app/domain';

/** Input of the workflow that a time of a schedule starts. */
export interface FireScheduleInput {
  readonly scope: TenantScope;
  readonly definitionId: string;
}

/** Input of the activity, and of the workflow in which a time waits. */
export interface FireInput extends FireScheduleInput {
  /** RFC 3339, UTC: the time as the schedule names it, whatever the jitter. */
  readonly scheduledTime: string;
}

/**
 * `not_due`: no time of the schedule as it is now; `skipped`: left out, since an earlier run has not ended; `busy`: the
 * same, and it waits.
 */
export type FireOutcome = 'started' | 'not_due' | 'skipped' | 'busy';
