import type { ListDefinitionsQuery, PageOf } from '@app/application';
import {
  DEFAULT_TIMEOUT_SECONDS,
  effectiveRetryPolicy,
  type Condition,
  type Definition,
  type DefinitionDraft,
  type Execution,
  type JsonObject,
  type RetryPolicy,
  type Step,
  type TenantScope,
  type Trigger,
} from '@app/domain';
import type { DefinitionQueryDto } from './definition-query.dto';
import type { DefinitionRequestDto, RetryPolicyRequestDto, StepRequestDto } from './definition-request.dto';
import type { DefinitionDto, DefinitionListDto, RetryPolicyDto, StepDto, TriggerDto } from './definition.dto';
import type { ExecutionAcceptedDto } from './trigger-definition.dto';

/** Wire → domain, of a request without problems. */
export function toDraft(request: DefinitionRequestDto): DefinitionDraft {
  const { name, description = '', enabled = true, retry_policy } = request;
  return {
    name,
    description,
    enabled,
    trigger: toTrigger(request.trigger),
    steps: request.steps.map(toStep),
    timeoutSeconds: request.timeout_seconds ?? DEFAULT_TIMEOUT_SECONDS,
    ...(retry_policy && { retryPolicy: toRetryPolicy(retry_policy) }),
  };
}

function toTrigger({ type, event_name, conditions }: DefinitionRequestDto['trigger']): Trigger {
  return {
    type,
    ...(event_name !== undefined && { eventName: event_name }),
    ...(conditions && { conditions: conditions as unknown as Condition[] }),
  };
}

function toStep(step: StepRequestDto, index: number): Step {
  const { id, type, name, config, condition, retry_policy, timeout_seconds, depends_on } = step;
  return {
    id,
    order: step.order ?? index + 1,
    type,
    config: config as JsonObject,
    ...(name !== undefined && { name }),
    ...(condition && { condition: condition as unknown as Condition }),
    ...(retry_policy && { retryPolicy: toRetryPolicy(retry_policy) }),
    ...(timeout_seconds !== undefined && { timeoutSeconds: timeout_seconds }),
    ...(depends_on && { dependsOn: depends_on }),
  };
}

/** Left out members stay left out: which default they take is decided when a run is planned. */
function toRetryPolicy(policy: RetryPolicyRequestDto): Partial<RetryPolicy> {
  const { max_attempts, initial_interval_seconds, backoff_coefficient, max_interval_seconds } = policy;
  return {
    ...(max_attempts !== undefined && { maxAttempts: max_attempts }),
    ...(initial_interval_seconds !== undefined && { initialIntervalSeconds: initial_interval_seconds }),
    ...(backoff_coefficient !== undefined && { backoffCoefficient: backoff_coefficient }),
    ...(max_interval_seconds !== undefined && { maxIntervalSeconds: max_interval_seconds }),
  };
}

/** Domain → wire: what was given, the defaults, and what the platform adds (PRD, Data Models). */
export function toDefinitionDto(scope: TenantScope, definition: Definition): DefinitionDto {
  const { id, name, description, version, status, enabled, trigger, steps, retryPolicy, timeoutSeconds } = definition;
  return {
    id,
    name,
    description,
    tenant_id: scope.tenantId,
    environment_id: scope.environmentId,
    version,
    status,
    trigger: toTriggerDto(trigger),
    steps: steps.map(toStepDto),
    enabled,
    retry_policy: toRetryPolicyDto(effectiveRetryPolicy(undefined, retryPolicy)) as RetryPolicyDto,
    timeout_seconds: timeoutSeconds,
    on_failure: 'stop',
    created_at: definition.createdAt.toISOString(),
    updated_at: definition.updatedAt.toISOString(),
    created_by: definition.createdBy,
  };
}

export function toDefinitionListDto(
  scope: TenantScope,
  { limit, offset }: DefinitionQueryDto,
  { items, total }: PageOf<Definition>,
): DefinitionListDto {
  return { items: items.map((item) => toDefinitionDto(scope, item)), pagination: { total, limit, offset } };
}

export function toListQuery(query: DefinitionQueryDto): ListDefinitionsQuery {
  const { limit, offset, enabled, trigger_type, event_name, name } = query;
  const filter = {
    ...(enabled !== undefined && { enabled }),
    ...(trigger_type && { triggerType: trigger_type }),
    ...(event_name !== undefined && { eventName: event_name }),
    ...(name !== undefined && { name }),
  };
  return { filter, page: { limit, offset } };
}

export function toAcceptedDto({ id, status }: Pick<Execution, 'id' | 'status'>): ExecutionAcceptedDto {
  return { execution_id: id, status };
}

function toTriggerDto({ type, eventName, conditions }: Trigger): TriggerDto {
  return {
    type,
    ...(eventName !== undefined && { event_name: eventName }),
    ...(conditions && { conditions: conditions as unknown as JsonObject[] }),
  };
}

function toStepDto(step: Step): StepDto {
  const { id, order, type, name = '', config, condition, retryPolicy, timeoutSeconds, dependsOn } = step;
  return {
    id,
    order,
    type,
    name,
    config,
    ...(condition && { condition: condition as unknown as JsonObject }),
    ...(retryPolicy && { retry_policy: toRetryPolicyDto(retryPolicy) }),
    ...(timeoutSeconds !== undefined && { timeout_seconds: timeoutSeconds }),
    ...(dependsOn && { depends_on: [...dependsOn] }),
  };
}

function toRetryPolicyDto(policy: Partial<RetryPolicy>): Partial<RetryPolicyDto> {
  const { maxAttempts, initialIntervalSeconds, backoffCoefficient, maxIntervalSeconds } = policy;
  return {
    ...(maxAttempts !== undefined && { max_attempts: maxAttempts }),
    ...(initialIntervalSeconds !== undefined && { initial_interval_seconds: initialIntervalSeconds }),
    ...(backoffCoefficient !== undefined && { backoff_coefficient: backoffCoefficient }),
    ...(maxIntervalSeconds !== undefined && { max_interval_seconds: maxIntervalSeconds }),
  };
}
