import { applyDecorators } from '@nestjs/common';
import { IsNotEmpty, IsString, Matches, MaxLength, ValidateBy } from 'class-validator';
import { isJsonObject } from '@app/domain';

/** A text of 1 to `most` characters without line breaks or other control characters. */
export function IsLine(most = 255): PropertyDecorator {
  return applyDecorators(
    IsString(),
    IsNotEmpty(),
    MaxLength(most),
    Matches(/^[^\u0000-\u001f\u007f]*$/, { message: ({ property }) => `"${property}" is one line of text` }),
  );
}

/** The id of something in the billing server. */
export function IsReference(): PropertyDecorator {
  return IsLine(255);
}

/** ISO 4217, any case. */
export function IsCurrency(): PropertyDecorator {
  const message = '"currency" is three letters, such as USD';
  return applyDecorators(IsString(), Matches(/^[A-Za-z]{3}$/, { message }));
}

/** Up to 50 texts by name. */
export function IsMetadata(): PropertyDecorator {
  return ValidateBy({
    name: 'isObject',
    validator: {
      validate: (value: unknown) =>
        isJsonObject(value) &&
        Object.keys(value).length <= 50 &&
        Object.values(value).every((item) => typeof item === 'string' && item.length <= 1000),
      defaultMessage: () => '"metadata" holds up to 50 texts of up to 1000 characters, by name',
    },
  });
}
