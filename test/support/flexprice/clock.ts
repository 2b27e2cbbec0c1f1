import type { Json } from './json';

const NANOS_PER_MS = 1_000_000n;
// Below the millisecond, so that answers have nine digits where the server's have.
const WITHIN_MS = 613_889n;
const STEP = 1_357n;
const TIME_MEMBER = /(_at|_date|_start|_end|_anchor)$/;
const LONG_FRACTION = /^(.*:\d\d)\.(\d{7,9})Z$/;

/** Times in nanoseconds that never repeat nor go back while the source does not. */
export class Clock {
  private last = 0n;

  constructor(readonly now: () => number) {}

  /** The time now, with up to nine digits after the second. */
  text(): string {
    const atLeast = BigInt(this.now()) * NANOS_PER_MS + WITHIN_MS;
    const same = atLeast / NANOS_PER_MS === this.last / NANOS_PER_MS;
    this.last = same ? this.last + STEP : atLeast;
    const second = new Date(Number(this.last / NANOS_PER_MS)).toISOString().slice(0, 19);
    return withFraction(second, String(this.last % 1_000_000_000n).padStart(9, '0'));
  }
}

/** Without what is below the second. */
export const toSecond = (time: string): string => `${new Date(time).toISOString().slice(0, 19)}Z`;

/** A text that orders times, which have any number of digits. */
export function timeOrder(time: string): string {
  const [second = '', fraction = ''] = time.replace('Z', '').split('.');
  return `${second}.${fraction.padEnd(9, '0')}`;
}

/** How the database keeps it: times to the microsecond. So a create and a later read differ. */
export function atRest<T extends Json>(value: T): T {
  if (Array.isArray(value)) return value.map((each: Json) => atRest(each)) as unknown as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, memberAtRest(name, each as Json)])) as T;
}

function memberAtRest(name: string, value: Json): Json {
  if (typeof value !== 'string') return atRest(value);
  const [, second, fraction] = (TIME_MEMBER.test(name) && LONG_FRACTION.exec(value)) || [];
  if (second === undefined || fraction === undefined) return value;
  const micros = Math.min(999_999, Math.round(Number(fraction.padEnd(9, '0')) / 1000));
  return withFraction(second, String(micros).padStart(6, '0'));
}

function withFraction(second: string, digits: string): string {
  const fraction = digits.replace(/0+$/, '');
  return fraction === '' ? `${second}Z` : `${second}.${fraction}Z`;
}
