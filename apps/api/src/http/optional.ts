import { ValidateIf } from 'class-validator';

/** The member may be left out. `null` is a value, and none of its type. */
export function Optional(): PropertyDecorator {
  return ValidateIf((_object, value) => value !== undefined);
}
