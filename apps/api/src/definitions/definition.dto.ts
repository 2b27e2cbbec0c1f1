import {
  SCHEDULE_OVERLAPS,
  STEP_TYPES,
  type OnFailure,
  type ScheduleOverlap,
  type StepType,
  type TriggerType,
} from '@app/domain';
import { ApiProperty } from '@nestjs/swagger';
import { PaginationDto } from '../http/pagination.dto';
import { ProblemItemDto } from '../http/problem.dto';
import { RetryPolicyRequestDto } from './retry-policy-request.dto';

/** The policy in full, defaults included. */
export class RetryPolicyDto {
  max_attempts: number;
  initial_interval_seconds: number;
  backoff_coefficient: number;
  max_interval_seconds: number;
}

export class ScheduleDto {
  cron: string;
  /** IANA name. */
  timezone: string;
  @ApiProperty({ enum: SCHEDULE_OVERLAPS })
  overlap: ScheduleOverlap;
  jitter_seconds: number;
  catch_up_window_seconds: number;
}

export class TriggerDto {
  /** event, scheduled, manual or api. */
  type: TriggerType;
  event_name?: string;
  conditions?: Record<string, unknown>[];
  schedule?: ScheduleDto;
}

export class StepDto {
  id: string;
  order: number;
  @ApiProperty({ enum: STEP_TYPES })
  type: StepType;
  name: string;
  config: Record<string, unknown>;
  condition?: Record<string, unknown>;
  /** As given; the definition's policy fills in what is left out. */
  retry_policy?: RetryPolicyRequestDto;
  timeout_seconds?: number;
  depends_on?: string[];
}

/** What a version freezes. */
export class DefinitionContentDto {
  trigger: TriggerDto;
  steps: StepDto[];
  retry_policy: RetryPolicyDto;
  /** Deadline of a whole run. */
  timeout_seconds: number;
  /** stop or compensate. */
  on_failure: OnFailure;
}

/** A stored workflow (PRD, Data Models). */
export class DefinitionDto extends DefinitionContentDto {
  id: string;
  name: string;
  description: string;
  tenant_id: string;
  environment_id: string;
  /** The version that new runs take; other content makes a new one. */
  version: number;
  /** Counts every change; the same number as in the ETag. */
  revision: number;
  /** published */
  status: string;
  enabled: boolean;
  /** The next ten times, RFC 3339, UTC; of a scheduled definition alone, and none while it is disabled. */
  next_runs?: string[];
  /** RFC 3339, UTC. */
  created_at: string;
  /** RFC 3339, UTC. */
  updated_at: string;
  /** Id of the user or API key that made it. */
  created_by: string;
  /** Id of the user or API key that changed it last. */
  updated_by: string;
  /** What is allowed, and perhaps not meant; absent when there is nothing to say. */
  warnings?: ProblemItemDto[];
}

export class DefinitionListDto {
  items: DefinitionDto[];
  pagination: PaginationDto;
}

/** An immutable snapshot of what a workflow's runs do. */
export class DefinitionVersionDto extends DefinitionContentDto {
  workflow_id: string;
  version: number;
  /** RFC 3339, UTC. */
  created_at: string;
  /** Id of the user or API key that made it. */
  created_by: string;
}

export class DefinitionVersionListDto {
  items: DefinitionVersionDto[];
  pagination: PaginationDto;
}
