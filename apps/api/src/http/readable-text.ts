import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';

const SHAPE = /^(?=.*\S)\P{Cc}*$/u;

/** Text with something in it: more than spaces, and no control characters. */
export function ReadableText(): PropertyDecorator {
  const message = ({ property }: { property: string }): string => `"${property}" is blank or holds control characters`;
  return applyDecorators(Matches(SHAPE, { message }), ApiProperty({ minLength: 1, pattern: String.raw`\S` }));
}
