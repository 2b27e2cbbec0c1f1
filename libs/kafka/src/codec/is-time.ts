const RFC_3339 = /^(\d{4}-\d{2}-\d{2})T((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/i;

/** Whether a text is a time of RFC 3339 (up to nine fractional digits, no leap second) that the calendar has. */
export function isTime(text: string): boolean {
  const [, day, seconds, zone] = RFC_3339.exec(text) ?? [];
  if (day === undefined || Number.isNaN(Date.parse(`${day}T${seconds}${zone}`))) return false;
  // JavaScript takes the 30th of February for the 2nd of March.
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}
