import { Transform } from 'class-transformer';

/** Free JSON exactly as it was sent: copied as a typed object, members called like `toString` would get lost. */
export function RawJson(): PropertyDecorator {
  return Transform(({ obj, key }: { obj: Record<string, unknown>; key: string }) => obj[key]);
}
