import type { RecordedDecision, RecordedEvent, Waiting } from '@app/application';
import type { Finding } from '@app/domain';
import type { ConditionFindingDto, EventDecisionDto, EventDto, EventWaitingDto } from './event.dto';

export function toEventDto(event: RecordedEvent): EventDto {
  const { id, name, timestamp, receivedAt, deliveries, payload, userId, entityType, entityId, causation } = event;
  return {
    ...{ id, event_name: name, timestamp, received_at: receivedAt.toISOString(), deliveries },
    ...(payload && { payload }),
    ...(userId !== undefined && { user_id: userId }),
    ...(entityType !== undefined && { entity_type: entityType }),
    ...(entityId !== undefined && { entity_id: entityId }),
    ...(causation && { causation: { execution_id: causation.executionId, depth: causation.depth } }),
    decisions: event.decisions.map(toDecisionDto),
    ...(event.waiting && { waiting: toWaitingDto(event.waiting) }),
  };
}

function toWaitingDto({ attempts, nextAttemptAt, reason }: Waiting): EventWaitingDto {
  return { attempts, next_attempt_at: nextAttemptAt.toISOString(), ...(reason !== undefined && { reason }) };
}

function toDecisionDto(decision: RecordedDecision): EventDecisionDto {
  const { verdict, definitionId, definitionName, definitionVersion, executionId, finding, chain } = decision;
  return {
    decision: verdict,
    workflow_id: definitionId,
    workflow_name: definitionName,
    workflow_version: definitionVersion,
    ...(executionId !== undefined && { execution_id: executionId }),
    ...(finding && { condition: toFindingDto(finding) }),
    ...(chain && { chain: [...chain] }),
  };
}

function toFindingDto({ parts, ...finding }: Finding): ConditionFindingDto {
  return { ...finding, ...(parts && { parts: parts.map(toFindingDto) }) };
}
