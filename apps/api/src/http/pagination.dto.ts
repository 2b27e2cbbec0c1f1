import type { DeepPageOf } from '@app/application';
import { encodeCursor } from './cursor';

/** Where a page lies in its list. */
export class PaginationDto {
  /** How many items there are in all. */
  total: number;
  limit: number;
  offset: number;
}

/** Where a page lies in a list that may be long. */
export class DeepPaginationDto extends PaginationDto {
  /** Send it as `cursor` for the next page; null on the last one. */
  next_cursor: string | null;
}

export function toDeepPagination(
  { limit, offset }: { limit: number; offset: number },
  { total, next }: DeepPageOf<unknown>,
): DeepPaginationDto {
  return { total, limit, offset, next_cursor: next ? encodeCursor(next) : null };
}
