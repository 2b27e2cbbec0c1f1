import { nextRuns, type ListDefinitionsQuery, type PageOf } from '@app/application';
import {
  DEFAULT_TIMEOUT_SECONDS,
  type Condition,
  type Definition,
  type DefinitionInput,
  type DefinitionVersion,
  type JsonObject,
  type RetryPolicy,
  type Schedule,
  type Step,
  type TenantScope,
  type Trigger,
} from '@app/domain';
import type { PageQueryDto } from '../http/page-query.dto';
import { listed } from '../http/problem';
import { toContentDto } from './definition-content.convert';
import type { DefinitionQueryDto } from './definition-query.dto';
import { definitionWarnings, surroundingWarnings, type Surroundings } from './definition-warnings';
import type { DefinitionRequestDto } from './definition-request.dto';
import type { RetryPolicyRequestDto } from './retry-policy-request.dto';
import type { StepRequestDto } from './step-request.dto';
import type { ScheduleRequestDto } from './trigger-request.dto';
import type {
  DefinitionDto,
  DefinitionListDto,
  DefinitionVersionDto,
  DefinitionVersionListDto,
} from './definition.dto';

/** How many of a schedule's times an answer tells. */
const NEXT_RUNS = 10;

/** Wire → domain, of a request without problems. */
export function toDraft(request: DefinitionRequestDto): DefinitionInput {
  const { name, description = '', enabled, retry_policy, on_failure } = request;
  return {
    name,
    description,
    ...(enabled !== undefined && { enabled }),
    trigger: toTrigger(request.trigger),
    steps: request.steps.map(toStep),
    timeoutSeconds: request.timeout_seconds ?? DEFAULT_TIMEOUT_SECONDS,
    ...(retry_policy && { retryPolicy: toRetryPolicy(retry_policy) }),
    ...(on_failure && { onFailure: on_failure }),
  };
}

function toTrigger({ type, event_name, conditions, schedule }: DefinitionRequestDto['trigger']): Trigger {
  return {
    type,
    ...(event_name !== undefined && { eventName: event_name }),
    ...(conditions && { conditions: conditions as unknown as Condition[] }),
    ...(schedule && { schedule: toSchedule(schedule) }),
  };
}

function toSchedule({ cron, timezone, ...more }: ScheduleRequestDto): Schedule {
  const { overlap, jitter_seconds, catch_up_window_seconds } = more;
  return {
    cron,
    ...(timezone !== undefined && { timezone }),
    ...(overlap && { overlap }),
    ...(jitter_seconds !== undefined && { jitterSeconds: jitter_seconds }),
    ...(catch_up_window_seconds !== undefined && { catchUpWindowSeconds: catch_up_window_seconds }),
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
export function toDefinitionDto(scope: TenantScope, definition: Definition, around: Surroundings): DefinitionDto {
  const { id, name, description, version, revision, status, enabled } = definition;
  const warnings = [...definitionWarnings(definition), ...surroundingWarnings(definition, around)];
  return {
    ...{ id, name, description, tenant_id: scope.tenantId, environment_id: scope.environmentId },
    ...{ version, revision, status, enabled },
    ...toContentDto(definition),
    ...nextRunsOf(definition),
    created_at: definition.createdAt.toISOString(),
    updated_at: definition.updatedAt.toISOString(),
    created_by: definition.createdBy,
    updated_by: definition.updatedBy,
    ...(warnings.length > 0 && { warnings: listed(warnings) }),
  };
}

/** None while it is disabled; no member at all where no schedule starts runs. */
function nextRunsOf({ enabled, trigger: { schedule } }: Definition): Pick<DefinitionDto, 'next_runs'> {
  if (!schedule) return {};
  const times = enabled ? nextRuns(schedule, NEXT_RUNS, new Date()) : [];
  return { next_runs: times.map((time) => time.toISOString()) };
}

export function toVersionDto(version: DefinitionVersion): DefinitionVersionDto {
  return {
    ...{ workflow_id: version.definitionId, version: version.version },
    ...toContentDto(version),
    ...{ created_at: version.createdAt.toISOString(), created_by: version.createdBy },
  };
}

export function toVersionListDto(
  { limit, offset }: PageQueryDto,
  { items, total }: PageOf<DefinitionVersion>,
): DefinitionVersionListDto {
  return { items: items.map(toVersionDto), pagination: { total, limit, offset } };
}

export function toDefinitionListDto(
  scope: TenantScope,
  { limit, offset }: DefinitionQueryDto,
  { items, total }: PageOf<Definition>,
  around: Surroundings,
): DefinitionListDto {
  return { items: items.map((item) => toDefinitionDto(scope, item, around)), pagination: { total, limit, offset } };
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
