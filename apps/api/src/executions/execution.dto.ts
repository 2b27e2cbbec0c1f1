import type { ErrorCode, ExecutionStatus, StepCompensation, StepStatus, StepType, TriggerType } from '@app/domain';
import { DeepPaginationDto } from '../http/pagination.dto';

/** The run that a call is about. */
export class ExecutionAcceptedDto {
  execution_id: string;
  /** The state that it is in by now. */
  status: ExecutionStatus;
}

export class ExecutionErrorDto {
  code: ErrorCode;
  message: string;
  /** The step that made the run fail. */
  step_id?: string;
}

export class StepErrorDto {
  code: ErrorCode;
  message: string;
  retryable: boolean;
  attempts: number;
}

/** What became of undoing what a failed step may have done; a completed step's own status tells that. */
export class StepCompensationDto {
  /** running, completed or failed. */
  status: StepCompensation['status'];
  /** Why it failed, or why its last attempt did while it is tried again. */
  error?: StepErrorDto;
}

/** The state of one step in one run. */
export class StepExecutionDto {
  step_id: string;
  type: StepType;
  /** pending, running, completed, failed, skipped, compensated (undone) or compensation_failed. */
  status: StepStatus;
  attempts: number;
  /** RFC 3339, UTC. */
  started_at: string | null;
  completed_at: string | null;
  output?: Record<string, unknown>;
  /** Why it failed, or why its last attempt did while it is tried again. */
  error?: StepErrorDto;
  /** RFC 3339, UTC. While it waits to be tried again. */
  next_attempt_at?: string;
  /** Its output is that of the run which this one retries; it was not carried out again. */
  reused?: boolean;
  /** Of a failed step in a run that was undone (`on_failure: compensate`). */
  compensation?: StepCompensationDto;
}

/** What started a run: the event's envelope, or the body of a call by hand. */
export class TriggerEventDto {
  id?: string;
  event_name?: string;
  timestamp?: string;
  user_id?: string;
  payload: Record<string, unknown>;
}

/** One run, without its steps. */
export class ExecutionSummaryDto {
  id: string;
  /** The run that this one retries. */
  retry_of?: string;
  workflow_id: string;
  workflow_name: string;
  /** The version that it started with, and keeps. */
  workflow_version: number;
  tenant_id: string;
  environment_id: string;
  /** event, scheduled, manual or api. */
  trigger_type: TriggerType;
  trigger_event: TriggerEventDto;
  /** pending, running, completed, failed or cancelled. */
  status: ExecutionStatus;
  created_at: string;
  /** RFC 3339, UTC. */
  started_at: string | null;
  completed_at: string | null;
  temporal_workflow_id: string;
  error?: ExecutionErrorDto;
}

/** What steps and conditions of a run can read. */
export class ExecutionContextDto {
  trigger: Record<string, unknown>;
  /** Step id → its output. */
  steps: Record<string, { output: Record<string, unknown> }>;
}

/** One run with the state of each step (PRD, Data Models). */
export class ExecutionDto extends ExecutionSummaryDto {
  step_executions: StepExecutionDto[];
  context: ExecutionContextDto;
}

export class ExecutionListDto {
  items: ExecutionSummaryDto[];
  pagination: DeepPaginationDto;
}
