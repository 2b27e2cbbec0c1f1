import { parseTime } from '../shared/rfc3339';
import { moment } from './arithmetic';
import { ExpressionFault } from './fault';
import { Moment, Span, type Value } from './values';

const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1, us: 1e-3, ns: 1e-6 };
const DAY = 86_400_000;

/** `timestamp("2026-01-02T03:04:05Z")`, or of seconds since 1970. */
export function toMoment(value: Value): Moment | undefined {
  if (value instanceof Moment) return value;
  if (typeof value === 'bigint') return moment(Number(value) * 1000);
  if (typeof value !== 'string') return undefined;
  const ms = parseTime(value);
  if (ms === undefined) throw new ExpressionFault('a timestamp is a text such as 2026-01-02T03:04:05Z');
  return moment(ms);
}

/** `duration("1h30m")`. */
export function toSpan(value: Value): Span | undefined {
  if (value instanceof Span) return value;
  if (typeof value !== 'string') return undefined;
  if (value.length > 64 || !/^[+-]?(\d+(\.\d+)?(h|ms|m|s|us|ns))+$/.test(value))
    throw new ExpressionFault('a duration is a text such as 1h30m');
  const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|ns)/g)];
  const ms = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ''] ?? 0), 0);
  return new Span(value.startsWith('-') ? -ms : ms);
}

type Part = (date: Date) => number;

/** In UTC; months, and days of month, week and year as CEL counts them. */
const PARTS: Readonly<Record<string, Part>> = {
  getFullYear: (date) => date.getUTCFullYear(),
  getMonth: (date) => date.getUTCMonth(),
  getDate: (date) => date.getUTCDate(),
  getDayOfMonth: (date) => date.getUTCDate() - 1,
  getDayOfWeek: (date) => date.getUTCDay(),
  getDayOfYear: (date) => Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0)) / DAY),
  getHours: (date) => date.getUTCHours(),
  getMinutes: (date) => date.getUTCMinutes(),
  getSeconds: (date) => date.getUTCSeconds(),
  getMilliseconds: (date) => date.getUTCMilliseconds(),
};
const SPAN_UNITS: Readonly<Record<string, number>> = {
  ...{ getHours: 3_600_000, getMinutes: 60_000, getSeconds: 1000, getMilliseconds: 1 },
};

/** One part of a time; of a duration the whole of it in that unit. Undefined for anything else. */
export function partOfTime(name: string, value: Value): bigint | undefined {
  if (value instanceof Moment) {
    const part = PARTS[name];
    return part && BigInt(part(new Date(value.ms)));
  }
  const unit = value instanceof Span ? SPAN_UNITS[name] : undefined;
  return unit === undefined ? undefined : BigInt(Math.trunc((value as Span).ms / unit));
}
