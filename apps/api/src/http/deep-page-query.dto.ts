import { Optional, type DeepPage } from '@app/application';
import { ValidationFailed } from '@app/domain';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { decodeCursor } from './cursor';
import { PageQueryDto } from './page-query.dto';

/** A window of a list that may be long. */
export class DeepPageQueryDto extends PageQueryDto {
  /** `pagination.next_cursor` of the page before: goes on behind it, however deep, with the same filters. */
  @Optional()
  @IsString()
  @MaxLength(300)
  @ApiProperty({ pattern: '^[A-Za-z0-9_-]+$' })
  cursor?: string;
}

/** Throws validation_failed for a cursor that is none, and for one beside an offset. */
export function toDeepPage({ limit, offset, cursor }: DeepPageQueryDto): DeepPage {
  if (cursor === undefined) return { limit, offset };
  const detail = 'A page is found by "cursor" or by "offset", not by both.';
  if (offset > 0) throw new ValidationFailed([{ pointer: '/offset', code: 'conflicting_members', detail }]);
  return { limit, offset: 0, after: decodeCursor(cursor) };
}
