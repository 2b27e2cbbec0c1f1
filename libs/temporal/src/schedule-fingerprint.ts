import { isDeepStrictEqual } from 'node:util';
import type { CalendarSpecDescription, ScheduleSpecDescription, ScheduleSummary } from '@temporalio/client';
import { fingerprintOf, type DailyTimes, type PlannedSchedule } from '@app/application';

type Plan = Pick<PlannedSchedule, 'times' | 'jitterSeconds' | 'catchUpWindowSeconds'>;

/** Temporal's lists show no more calendars of a schedule than that. */
const LISTED_CALENDARS = 10;
/** A calendar for every day, at the full minute, as Temporal describes it. */
const DAILY: Partial<CalendarSpecDescription> = {
  second: [{ start: 0, end: 0, step: 1 }],
  dayOfMonth: [{ start: 1, end: 31, step: 1 }],
  month: [{ start: 'JANUARY', end: 'DECEMBER', step: 1 }],
  dayOfWeek: [{ start: 'SUNDAY', end: 'SATURDAY', step: 1 }],
  year: [],
};

/**
 * What a Temporal Schedule was made from: its note says so, as long as its times are still those, for whoever changes
 * them in Temporal leaves the note as it was. The catch-up window is not in Temporal's lists: there the note is believed.
 */
export function readFingerprint({ state: { note = '' }, spec }: ScheduleSummary): string {
  const plan = readPlan(note);
  return plan && spec && agrees(plan, spec) ? fingerprintOf(plan) : `changed in Temporal: ${note}`;
}

function readPlan(note: string): Plan | undefined {
  try {
    const plan = JSON.parse(note) as Partial<Plan> | null;
    return Array.isArray(plan?.times) ? (plan as Plan) : undefined;
  } catch {
    // Somebody's own words.
    return undefined;
  }
}

function agrees({ times, jitterSeconds }: Plan, spec: ScheduleSpecDescription): boolean {
  const { calendars = [], intervals = [], skip = [], startAt, endAt, jitter = 0 } = spec;
  const isPlain = intervals.length + skip.length === 0 && !startAt && !endAt && calendars.every(isDaily);
  const listed = calendars.map(({ hour, minute }): DailyTimes => ({ hours: expand(hour), minutes: expand(minute) }));
  return isPlain && isDeepStrictEqual(listed, times.slice(0, LISTED_CALENDARS)) && jitter === jitterSeconds * 1000;
}

function isDaily({ second, dayOfMonth, month, dayOfWeek, year }: CalendarSpecDescription): boolean {
  return isDeepStrictEqual({ second, dayOfMonth, month, dayOfWeek, year }, DAILY);
}

function expand(ranges: CalendarSpecDescription['hour']): number[] {
  return ranges.flatMap(({ start, end, step }) => {
    const count = Math.floor((Math.max(end, start) - start) / Math.max(step, 1)) + 1;
    return Array.from({ length: count }, (_, index) => start + index * Math.max(step, 1));
  });
}
