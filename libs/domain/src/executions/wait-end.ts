import { ValidationFailed } from '../shared/domain-error';
import type { JsonObject, JsonValue } from '../shared/json';
import { parseTime } from '../shared/rfc3339';

/** Seconds that a step may wait: 1 to 30 days. */
export const MOST_WAIT_SECONDS = 30 * 86_400;

/**
 * When a wait ends, in milliseconds since 1970, by its config after its expressions have been replaced.
 * Throws validation_failed.
 */
export function waitEnd({ duration_seconds, until }: JsonObject, now: number): number {
  if (duration_seconds !== undefined && until !== undefined)
    throw wrong('until', '"duration_seconds" and "until" exclude each other.');
  return until === undefined ? now + secondsOf(duration_seconds) * 1000 : timeOf(until);
}

function secondsOf(value: JsonValue | undefined): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MOST_WAIT_SECONDS) return value;
  throw wrong('duration_seconds', `"duration_seconds" is a whole number from 1 to ${MOST_WAIT_SECONDS}.`);
}

function timeOf(value: JsonValue): number {
  const time = typeof value === 'string' ? parseTime(value) : undefined;
  if (time !== undefined) return time;
  throw wrong('until', '"until" is a time of RFC 3339, such as 2026-01-02T03:04:05Z.');
}

function wrong(member: string, detail: string): ValidationFailed {
  return new ValidationFailed([{ pointer: `/config/${member}`, code: 'pattern', detail }]);
}
