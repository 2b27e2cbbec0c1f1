import { fullSchedule, type Schedule } from '@app/domain';
import { utcClockOf } from './utc-clock';

const DAY_MINUTES = 1440;

/** Each of these hours with each of these minutes, every day, UTC. */
export interface DailyTimes {
  readonly hours: readonly number[];
  readonly minutes: readonly number[];
}

/**
 * Times of day, UTC, among which all times of a schedule are. Timers differ in how they read a timezone when its clocks
 * change, and nobody errs in UTC: so a timer gets more times than needed, and `isScheduledTime` tells which of them count.
 */
export function candidateTimes(schedule: Schedule, at: Date): DailyTimes[] {
  const { cron, timezone } = fullSchedule(schedule);
  const [minute = '', hour = ''] = cron.trim().split(/\s+/);
  const { offsets, changes } = utcClockOf(timezone, at);
  const local = expand(hour, 24).flatMap((h) => expand(minute, 60).map((m) => h * 60 + m));
  const shifted = offsets.flatMap((offset) => local.map((time) => time - offset));
  // A time that the clocks leave out comes at the moment of the change.
  const moments = changes.map((change) => change.getUTCHours() * 60 + change.getUTCMinutes());
  return grouped(new Set([...shifted, ...moments].map((time) => (time + 2 * DAY_MINUTES) % DAY_MINUTES)));
}

/** Values of a checked cron field, such as `5-20/5,30`. */
function expand(field: string, count: number): number[] {
  return field.split(',').flatMap((part) => {
    const [range = '*', step] = part.split('/');
    const [first = '0', last] = range === '*' ? ['0', String(count - 1)] : range.split('-');
    const values = Array.from(
      { length: Number(last ?? first) - Number(first) + 1 },
      (_, index) => Number(first) + index,
    );
    return values.filter((_, index) => index % Number(step ?? 1) === 0);
  });
}

/** Hours with the same minutes together. */
function grouped(times: ReadonlySet<number>): DailyTimes[] {
  const minutesOf = new Map<number, number[]>();
  for (const time of [...times].sort((one, other) => one - other)) {
    const hour = Math.floor(time / 60);
    minutesOf.set(hour, [...(minutesOf.get(hour) ?? []), time % 60]);
  }
  const groups = Map.groupBy(minutesOf, ([, minutes]) => minutes.join());
  return [...groups.values()].map((hours) => ({ hours: hours.map(([hour]) => hour), minutes: hours[0]?.[1] ?? [] }));
}
