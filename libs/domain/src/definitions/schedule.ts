/** What becomes of a time that comes while the run of an earlier one has not ended. */
export const SCHEDULE_OVERLAPS = ['skip', 'buffer_one', 'allow_all'] as const;
export type ScheduleOverlap = (typeof SCHEDULE_OVERLAPS)[number];

/** When a scheduled definition runs. What is left out is of `SCHEDULE_DEFAULTS`. */
export interface Schedule {
  /** Five fields: minute, hour, day of month, month, day of week. */
  readonly cron: string;
  /** IANA name. */
  readonly timezone?: string;
  /** `skip`: left out; `buffer_one`: one waits for its turn, more are left out; `allow_all`: they run side by side. */
  readonly overlap?: ScheduleOverlap;
  /** Each run starts up to so much later, by chance. */
  readonly jitterSeconds?: number;
  /** How late a time that nobody could serve is still served. */
  readonly catchUpWindowSeconds?: number;
}

export const SCHEDULE_DEFAULTS = {
  timezone: 'UTC',
  overlap: 'skip',
  jitterSeconds: 0,
  catchUpWindowSeconds: 600,
} as const satisfies Partial<Schedule>;

/** With its defaults. */
export function fullSchedule(schedule: Schedule): Required<Schedule> {
  return { ...SCHEDULE_DEFAULTS, ...schedule };
}
