import { OneOf, Optional, RawJson } from '@app/application';
import { DEFINITION_LIMITS, ON_FAILURE, type OnFailure } from '@app/domain';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsObject,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { ReadableText } from '../http/readable-text';
import { RetryPolicyRequestDto } from './retry-policy-request.dto';
import { StepRequestDto } from './step-request.dto';
import { TriggerRequestDto } from './trigger-request.dto';

const { nameLength, descriptionLength, steps, timeoutSeconds } = DEFINITION_LIMITS;

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
