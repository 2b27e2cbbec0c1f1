import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Optional } from '@app/application';
import { Matches } from 'class-validator';
import { RESOURCE_ID } from '../http/resource-id';

/** An id that the caller may choose; else one is made. */
export function ChosenId(): PropertyDecorator {
  const message = '"id" is 1 to 64 letters, digits, "_" or "-"';
  return applyDecorators(Optional(), Matches(RESOURCE_ID, { message }), ApiProperty({ pattern: RESOURCE_ID.source }));
}
