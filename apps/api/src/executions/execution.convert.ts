import type { DeepPageOf, ListExecutionsQuery } from '@app/application';
import { temporalWorkflowId } from '@app/contracts';
import type {
  Execution,
  ExecutionError,
  StepCompensation,
  StepExecution,
  TenantScope,
  TriggerEvent,
} from '@app/domain';
import { toDeepPage } from '../http/deep-page-query.dto';
import { toDeepPagination } from '../http/pagination.dto';
import type { ExecutionQueryDto } from './execution-query.dto';
import type {
  ExecutionAcceptedDto,
  ExecutionContextDto,
  ExecutionDto,
  ExecutionErrorDto,
  ExecutionListDto,
  ExecutionSummaryDto,
  StepCompensationDto,
  StepExecutionDto,
  TriggerEventDto,
} from './execution.dto';
import { timeOrNull } from '../http/times';

/** Domain → wire, with steps (PRD, Data Models). Times that have not come are null, an error that is none is absent. */
export function toExecutionDto(scope: TenantScope, execution: Execution): ExecutionDto {
  return {
    ...toExecutionSummaryDto(scope, execution),
    step_executions: execution.steps.map(toStepExecutionDto),
    context: toContextDto(execution),
  };
}

export function toExecutionSummaryDto(scope: TenantScope, execution: Execution): ExecutionSummaryDto {
  const { id, definitionId, definitionName, definitionVersion, triggerType, triggerEvent, status, error } = execution;
  return {
    id,
    ...(execution.retryOf !== undefined && { retry_of: execution.retryOf }),
    workflow_id: definitionId,
    workflow_name: definitionName,
    workflow_version: definitionVersion,
    tenant_id: scope.tenantId,
    environment_id: scope.environmentId,
    trigger_type: triggerType,
    trigger_event: toTriggerEventDto(triggerEvent),
    status,
    created_at: execution.createdAt.toISOString(),
    started_at: timeOrNull(execution.startedAt),
    completed_at: timeOrNull(execution.completedAt),
    temporal_workflow_id: temporalWorkflowId(scope, id),
    ...(error && { error: toErrorDto(error) }),
  };
}

export function toAcceptedDto({ id, status }: Pick<Execution, 'id' | 'status'>): ExecutionAcceptedDto {
  return { execution_id: id, status };
}

export function toExecutionListDto(
  scope: TenantScope,
  query: ExecutionQueryDto,
  found: DeepPageOf<Execution>,
): ExecutionListDto {
  const items = found.items.map((item) => toExecutionSummaryDto(scope, item));
  return { items, pagination: toDeepPagination(query, found) };
}

export function toListQuery(query: ExecutionQueryDto): ListExecutionsQuery {
  const { workflow_id, status, trigger_type, event_id, customer_id, created_from, created_to } = query;
  const filter = {
    ...(workflow_id !== undefined && { definitionId: workflow_id }),
    ...(status && { status }),
    ...(trigger_type && { triggerType: trigger_type }),
    ...(event_id !== undefined && { eventId: event_id }),
    ...(customer_id !== undefined && { customerId: customer_id }),
    ...(created_from && { createdFrom: created_from }),
    ...(created_to && { createdTo: created_to }),
  };
  return { filter, page: toDeepPage(query) };
}

function toStepExecutionDto(step: StepExecution): StepExecutionDto {
  const { stepId, type, status, attempts, startedAt, completedAt, output, error, nextAttemptAt, reused, compensation } =
    step;
  return {
    step_id: stepId,
    type,
    status,
    attempts,
    started_at: timeOrNull(startedAt),
    completed_at: timeOrNull(completedAt),
    ...(output && { output }),
    ...(error && { error: { ...error } }),
    ...(nextAttemptAt && { next_attempt_at: nextAttemptAt.toISOString() }),
    ...(reused && { reused }),
    ...(compensation && { compensation: toCompensationDto(compensation) }),
  };
}

function toCompensationDto({ status, error }: StepCompensation): StepCompensationDto {
  return { status, ...(error && { error: { ...error } }) };
}

function toContextDto({ triggerEvent, steps }: Execution): ExecutionContextDto {
  const outputs = steps.flatMap(({ stepId, output }) => (output ? [[stepId, { output }] as const] : []));
  return { trigger: triggerEvent.payload, steps: Object.fromEntries(outputs) };
}

function toTriggerEventDto({ id, name, timestamp, userId, payload }: TriggerEvent): TriggerEventDto {
  return {
    ...(id !== undefined && { id }),
    ...(name !== undefined && { event_name: name }),
    ...(timestamp !== undefined && { timestamp }),
    ...(userId !== undefined && { user_id: userId }),
    payload,
  };
}

function toErrorDto({ code, message, stepId }: ExecutionError): ExecutionErrorDto {
  return { code, message, ...(stepId !== undefined && { step_id: stepId }) };
}
