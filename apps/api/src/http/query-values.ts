import { Transform } from 'class-transformer';

/** Query strings are text: what is a whole number becomes one, anything else is left for the check to refuse. */
export function WholeNumberText(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value,
  );
}

/** `true` and `false` become booleans, anything else is left for the check to refuse. */
export function BooleanText(): PropertyDecorator {
  const known: Readonly<Record<string, boolean>> = { true: true, false: false };
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && Object.hasOwn(known, value) ? known[value] : value,
  );
}
