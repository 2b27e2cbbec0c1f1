const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i;

/** Milliseconds since 1970; undefined for what is no time with a zone, or none that there is. */
export function parseTime(text: string): number | undefined {
  const ms = RFC_3339.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(ms) ? undefined : ms;
}
