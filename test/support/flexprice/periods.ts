import { toSecond } from './clock';

const MONTHS: Readonly<Record<string, number>> = { MONTHLY: 1, QUARTERLY: 3, HALF_YEARLY: 6, ANNUAL: 12 };
const DAYS: Readonly<Record<string, number>> = { DAILY: 1, WEEKLY: 7 };
const DAY_MS = 86_400_000;

export const daysAfter = (time: string, days: number): string => withoutZeros(Date.parse(time) + days * DAY_MS);

/** When a period that starts then is over; to the second, as the server has it. */
export function periodEnd(start: string, period: string, count: number): string {
  const days = DAYS[period];
  if (days !== undefined) return toSecond(daysAfter(start, days * count));
  return toSecond(monthsAfter(new Date(start), (MONTHS[period] ?? 1) * count).toISOString());
}

function monthsAfter(start: Date, months: number): Date {
  const end = new Date(start);
  end.setUTCDate(1);
  end.setUTCMonth(end.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate();
  end.setUTCDate(Math.min(start.getUTCDate(), lastDay));
  return end;
}

/** The first moment of the next month where the customer is. */
export function nextMonth(start: string, timezone: string): string {
  const local = new Date(Date.parse(start) + offsetMs(Date.parse(start), timezone));
  const midnight = Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 1);
  return withoutZeros(midnight - offsetMs(midnight, timezone));
}

function offsetMs(time: number, timezone: string): number {
  const format = new Intl.DateTimeFormat('en', { timeZone: timezone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

const withoutZeros = (time: number): string => new Date(time).toISOString().replace(/\.?0*Z$/, 'Z');
