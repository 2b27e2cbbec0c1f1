const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** More than a year: each change of the clocks is within it. */
const HORIZON_DAYS = 400;

/** What a timezone does in the year to come. */
export interface UtcClock {
  /** Minutes that the zone is ahead of UTC, each value once. */
  readonly offsets: readonly number[];
  /** Moments from which on the clocks show another offset. */
  readonly changes: readonly Date[];
}

const known = new Map<string, UtcClock>();

/** Looks a timezone's rules up, once a day and zone. */
export function utcClockOf(timezone: string, at: Date): UtcClock {
  const day = Math.floor(at.getTime() / DAY_MS);
  const key = `${timezone} ${day}`;
  const clock = known.get(key) ?? readClock(timezone, day * DAY_MS);
  known.set(key, clock);
  return clock;
}

function readClock(timezone: string, start: number): UtcClock {
  const offsetAt = offsetsOf(timezone);
  const days = Array.from({ length: HORIZON_DAYS }, (_, index) => start + index * DAY_MS);
  const changes = days
    .filter((day) => offsetAt(day) !== offsetAt(day + DAY_MS))
    .map((day) => changeWithin(offsetAt, day, day + DAY_MS));
  return { offsets: [...new Set(days.map(offsetAt))], changes };
}

/** The change between two moments of different offsets, to the minute. */
function changeWithin(offsetAt: (time: number) => number, before: number, after: number): Date {
  if (after - before <= MINUTE_MS) return new Date(after);
  const middle = before + Math.floor((after - before) / 2 / MINUTE_MS) * MINUTE_MS;
  return offsetAt(middle) === offsetAt(before)
    ? changeWithin(offsetAt, middle, after)
    : changeWithin(offsetAt, before, middle);
}

function offsetsOf(timeZone: string): (time: number) => number {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  return (time) => {
    const name = format.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
  };
}
