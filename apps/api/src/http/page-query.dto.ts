import { IsInt, Max, Min } from 'class-validator';
import { WholeNumberText } from './query-values';

/** A window of a list, as every list route takes it. */
export class PageQueryDto {
  /** How many items at most, 1 to 100. */
  @WholeNumberText()
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 50;

  /** How many items to leave out from the start, at most 10,000. */
  @WholeNumberText()
  @IsInt()
  @Min(0)
  @Max(10_000, { message: '"offset" is at most 10000; where there is "next_cursor", go on with "cursor"' })
  offset: number = 0;
}
