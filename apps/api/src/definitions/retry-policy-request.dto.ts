import { Optional } from '@app/application';
import { IsInt, IsNumber, Max, Min } from 'class-validator';

const DAY_SECONDS = 86_400;

/** How often and how soon a failed step is tried again. Left out members: the definition's, then 3, 1, 2, 60. */
export class RetryPolicyRequestDto {
  /** Attempts in all, the first one included. */
  @Optional()
  @IsInt()
  @Min(1)
  @Max(20)
  max_attempts?: number;

  @Optional()
  @IsInt()
  @Min(1)
  @Max(DAY_SECONDS)
  initial_interval_seconds?: number;

  @Optional()
  @IsNumber()
  @Min(1)
  @Max(10)
  backoff_coefficient?: number;

  @Optional()
  @IsInt()
  @Min(1)
  @Max(DAY_SECONDS)
  max_interval_seconds?: number;
}
