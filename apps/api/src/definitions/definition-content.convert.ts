import {
  effectiveRetryPolicy,
  fullSchedule,
  type DefinitionContent,
  type JsonObject,
  type RetryPolicy,
  type Schedule,
  type Step,
  type Trigger,
} from '@app/domain';
import type { DefinitionContentDto, RetryPolicyDto, ScheduleDto, StepDto, TriggerDto } from './definition.dto';

/** What a version freezes, domain → wire, defaults included. */
export function toContentDto(content: DefinitionContent): DefinitionContentDto {
  const { trigger, steps, retryPolicy, timeoutSeconds, onFailure = 'stop' } = content;
  return {
    trigger: toTriggerDto(trigger),
    steps: steps.map(toStepDto),
    retry_policy: toRetryPolicyDto(effectiveRetryPolicy(undefined, retryPolicy)) as RetryPolicyDto,
    timeout_seconds: timeoutSeconds,
    on_failure: onFailure,
  };
}

function toTriggerDto({ type, eventName, conditions, schedule }: Trigger): TriggerDto {
  return {
    type,
    ...(eventName !== undefined && { event_name: eventName }),
    ...(conditions && { conditions: conditions as unknown as JsonObject[] }),
    ...(schedule && { schedule: toScheduleDto(schedule) }),
  };
}

function toScheduleDto(schedule: Schedule): ScheduleDto {
  const { cron, timezone, overlap, jitterSeconds, catchUpWindowSeconds } = fullSchedule(schedule);
  return { cron, timezone, overlap, jitter_seconds: jitterSeconds, catch_up_window_seconds: catchUpWindowSeconds };
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
