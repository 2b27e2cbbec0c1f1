import { applyDecorators } from '@nestjs/common';
import { Optional } from '@app/application';
import { Matches } from 'class-validator';

/** An id that the caller may choose; else one is made. */
export function ChosenId(): PropertyDecorator {
  const message = '"id" is 1 to 64 letters, digits, "_" or "-"';
  return applyDecorators(Optional(), Matches(/^[A-Za-z0-9_-]{1,64}$/, { message }));
}
