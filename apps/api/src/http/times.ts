import { Transform } from 'class-transformer';
import { ValidateBy } from 'class-validator';

const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;

/** A time in a query as a Date; what is none is left for the check to refuse. In an address, + is written %2B. */
export function TimeText(): PropertyDecorator {
  return (target, property) => {
    Transform(({ value }: { value: unknown }) => toTime(value))(target, property);
    ValidateBy({
      name: 'isRFC3339',
      validator: {
        validate: (value: unknown) => value instanceof Date,
        defaultMessage: (args) =>
          `"${args?.property}" is a time such as 2026-01-31T12:00:00Z (in an address, + is written %2B)`,
      },
    })(target, property);
  };
}

function toTime(value: unknown): unknown {
  if (typeof value !== 'string' || !RFC_3339.test(value)) return value;
  const time = new Date(value);
  return Number.isNaN(time.getTime()) ? value : time;
}

/** A time as answers show it; null for one that has not come. */
export function timeOrNull(time: Date | undefined): string | null {
  return time?.toISOString() ?? null;
}
