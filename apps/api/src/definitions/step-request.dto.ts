import { OneOf, Optional, RawJson } from '@app/application';
import { DEFINITION_LIMITS, STEP_ID_PATTERN, STEP_TYPES, type StepType } from '@app/domain';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsInt, IsObject, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { RetryPolicyRequestDto } from './retry-policy-request.dto';

const { nameLength, steps, timeoutSeconds } = DEFINITION_LIMITS;

export class StepRequestDto {
  /** Unique within the definition. */
  @IsString()
  @Matches(STEP_ID_PATTERN, { message: '"id" starts with a letter; then letters, digits, _ and -, 64 in all' })
  @ApiProperty({ pattern: STEP_ID_PATTERN.source })
  id: string;

  /** Steps run by ascending order, equal ones side by side. Default: its place in the list, from 1. */
  @Optional()
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  order?: number;

  @OneOf(STEP_TYPES)
  type: StepType;

  @Optional()
  @IsString()
  @MaxLength(nameLength)
  name?: string;

  /** By the step's type. */
  @RawJson()
  @IsObject()
  config: Record<string, unknown>;

  /** The step is skipped where it does not hold. */
  @Optional()
  @RawJson()
  @IsObject()
  condition?: Record<string, unknown>;

  @Optional()
  @RawJson()
  @IsObject()
  retry_policy?: RetryPolicyRequestDto;

  /** Longest time of one attempt. */
  @Optional()
  @IsInt()
  @Min(timeoutSeconds.min)
  @Max(timeoutSeconds.max)
  timeout_seconds?: number;

  /** Ids of the steps to wait for. Left out: every step of the next lower order; empty: none. */
  @Optional()
  @RawJson()
  @IsArray()
  @ArrayMaxSize(steps)
  @IsString({ each: true })
  depends_on?: string[];
}
