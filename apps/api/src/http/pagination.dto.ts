/** Where a page lies in its list. */
export class PaginationDto {
  /** How many items there are in all. */
  total: number;
  limit: number;
  offset: number;
}
