import { IsIn, ValidateBy, ValidateIf, type ValidationOptions } from 'class-validator';
import { compareDecimals, fractionDigits, isDecimal, isJsonObject } from '@app/domain';

/** May be left out. Unlike class-validator's IsOptional, null is not the same as leaving out. */
export function Optional(): PropertyDecorator {
  return ValidateIf((_whole, value) => value !== undefined);
}

/** One of a fixed list; the problem names the list. */
export function OneOf(allowed: readonly (string | number)[], options?: ValidationOptions): PropertyDecorator {
  return IsIn(allowed, {
    message: ({ property }) => `"${property}" is one of: ${allowed.join(', ')}`,
    ...options,
    context: { allowed },
  });
}

/** A JSON number or decimal string, at least (or above) a bound, with at most nine fraction digits. */
export function IsDecimalAmount(bound: { min?: number; above?: number }): PropertyDecorator {
  const limit = bound.above === undefined ? `at least ${bound.min ?? 0}` : `above ${bound.above}`;
  return ValidateBy({
    name: 'isDecimalAmount',
    validator: {
      validate: (value: unknown) => isDecimal(value) && isStorable(value) && isWithin(value, bound),
      defaultMessage: (args) => `"${args?.property}" is a number or decimal string ${limit} with at most 9 decimals`,
    },
  });
}

/** Up to 50 texts by name, such as metadata. */
export function IsTexts(): PropertyDecorator {
  return ValidateBy({
    name: 'isObject',
    validator: {
      validate: (value: unknown) =>
        isJsonObject(value) &&
        Object.keys(value).length <= 50 &&
        Object.values(value).every((text) => typeof text === 'string' && text.length <= 1000),
      defaultMessage: (args) => `"${args?.property}" holds up to 50 texts of up to 1000 characters, by name`,
    },
  });
}

function isWithin(value: number | string, { min = 0, above }: { min?: number; above?: number }): boolean {
  return above === undefined ? compareDecimals(value, min) >= 0 : compareDecimals(value, above) > 0;
}

/** As the ledger keeps it: up to 15 digits before the point and 9 behind. */
function isStorable(value: number | string): boolean {
  return compareDecimals(value, 1e15) < 0 && fractionDigits(value) <= 9;
}
