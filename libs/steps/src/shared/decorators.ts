import { applyDecorators } from '@nestjs/common';
import { IsNotEmpty, IsString, Matches, MaxLength } from 'class-validator';

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
