import { OneOf, Optional, RawJson } from '@app/application';
import {
  DEFINITION_LIMITS,
  ON_FAILURE,
  STEP_ID_PATTERN,
  STEP_TYPES,
  TRIGGER_TYPES,
  type OnFailure,
  type StepType,
  type TriggerType,
} from '@app/domain';
import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsNumber,
  IsObject,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { ReadableText } from '../http/readable-text';

const { nameLength, descriptionLength, steps, conditions, timeoutSeconds } = DEFINITION_LIMITS;
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

/** A cron and where its clock hangs. */
export class ScheduleRequestDto {
  /** Minute, hour, day of month, month, day of week: `0 9 * * 1` is nine o'clock each Monday. */
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  cron: string;

  /** IANA name, such as Europe/Berlin. Default UTC. */
  @Optional()
  @IsString()
  @MaxLength(64)
  timezone?: string;
}

/** What starts runs. Any definition may also be started by hand. */
export class TriggerRequestDto {
  @OneOf(TRIGGER_TYPES)
  type: TriggerType;

  /** Name of the event, e.g. `customer.created`; for type event only. */
  @Optional()
  @IsString()
  @MinLength(1)
  @MaxLength(nameLength)
  @Matches(/^[\p{L}\p{N}\p{P}\p{S}]+$/u, { message: '"event_name" is a name without spaces' })
  event_name?: string;

  /** All must hold: `{field, operator, value}`, or combined by `all`, `any`, `not`, or `{cel}`; for type event only. */
  @Optional()
  @RawJson()
  @IsArray()
  @ArrayMaxSize(conditions)
  conditions?: Record<string, unknown>[];

  /** When runs start; for type scheduled only. */
  @Optional()
  @RawJson()
  @IsObject()
  schedule?: ScheduleRequestDto;
}

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

/** A workflow as a tenant describes it (PRD UC-1). */
export class DefinitionRequestDto {
  @IsString()
  @MinLength(1)
  @MaxLength(nameLength)
  @ReadableText()
  name: string;

  @Optional()
  @IsString()
  @MaxLength(descriptionLength)
  description?: string;

  @RawJson()
  @IsObject()
  trigger: TriggerRequestDto;

  @RawJson()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(steps)
  steps: StepRequestDto[];

  /** Whether events start runs. Default true. */
  @Optional()
  @IsBoolean()
  enabled?: boolean;

  @Optional()
  @RawJson()
  @IsObject()
  retry_policy?: RetryPolicyRequestDto;

  /** Deadline of a whole run. Default 3600. */
  @Optional()
  @IsInt()
  @Min(timeoutSeconds.min)
  @Max(timeoutSeconds.max)
  timeout_seconds?: number;

  /** What happens when a step has failed. Default stop. */
  @Optional()
  @OneOf(ON_FAILURE)
  on_failure?: OnFailure;
}
