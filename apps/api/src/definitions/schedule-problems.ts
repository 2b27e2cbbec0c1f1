import { checkShape } from '@app/application';
import { pointerTo, type JsonObject, type Problem } from '@app/domain';
import { Cron } from 'croner';
import { ScheduleRequestDto } from './trigger-request.dto';

const FIELDS = 5;
const VALUE = String.raw`(?:\d{1,2}|[A-Za-z]{3})`;
const RANGE = String.raw`(?:\*|${VALUE}(?:-${VALUE})?)(?:/\d{1,2})?`;
/** What every cron knows; the extensions of some (L, W, #, ?) are not carried out everywhere. */
const FIELD = new RegExp(`^${RANGE}(?:,${RANGE})*$`);

/** What is wrong with a schedule: its shape, a cron that cannot be read or fires too often, a timezone that is none. */
export function scheduleProblems(schedule: JsonObject, pointer: string): Problem[] {
  const shaped = checkShape(ScheduleRequestDto, schedule, pointer);
  if (!('value' in shaped)) return shaped.problems;
  return [
    ...cronProblems(shaped.value, pointerTo(pointer, 'cron')),
    ...timezoneProblems(shaped.value.timezone, pointerTo(pointer, 'timezone')),
  ];
}

function cronProblems({ cron }: { cron: string }, pointer: string): Problem[] {
  const fields = cron.trim().split(/\s+/);
  if (fields.length > FIELDS)
    return [{ pointer, code: 'cron_too_frequent', detail: 'A cron has five fields: it fires at most once a minute.' }];
  if (fields.length < FIELDS || !fields.every((field) => FIELD.test(field)) || !isReadable(cron))
    return [{ pointer, code: 'invalid_cron', detail: `"${cron}" is no cron of five fields, such as "0 9 * * 1".` }];
  return [];
}

/** Also refuses what never fires, such as the 31st of February. */
function isReadable(cron: string): boolean {
  try {
    return new Cron(cron, { timezone: 'UTC', mode: '5-part', paused: true }).nextRun() !== null;
  } catch {
    return false;
  }
}

function timezoneProblems(timezone: string | undefined, pointer: string): Problem[] {
  if (timezone === undefined || isTimezone(timezone)) return [];
  const detail = `"${timezone}" is no IANA timezone such as "Europe/Berlin".`;
  return [{ pointer, code: 'unknown_timezone', detail }];
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    // An offset such as +02:00 is known to JavaScript, and knows no daylight saving.
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}
