import { VERDICTS } from '@app/domain';
import { ApiProperty } from '@nestjs/swagger';

const ANY_JSON = ['string', 'number', 'boolean', 'object', 'array', 'null'].map((type) =>
  type === 'array' ? { type, items: {} } : { type },
);

/** The condition that did not hold, and what it met. */
export class ConditionFindingDto {
  /** JSON Pointer into the definition. */
  pointer: string;
  /** What was read, or the CEL expression. */
  path?: string;
  /** An operator of conditions, `cel`, `any`, `not`, or within a `not` also `all`. */
  operator: string;
  @ApiProperty({ description: 'What the condition asks for; of `not`, what was not to be.', oneOf: ANY_JSON })
  expected?: unknown;
  @ApiProperty({ description: 'What was there; left out for nothing. Long values are cut.', oneOf: ANY_JSON })
  actual?: unknown;
  /** Why an expression could not be evaluated. */
  reason?: string;
  /** Of `any`: why each of its parts did not hold. Of `not`: why its part held. Of `all`: why each of its parts did. */
  parts?: ConditionFindingDto[];
}

/** What an event meant for one workflow that listens to it. */
export class EventDecisionDto {
  @ApiProperty({ enum: VERDICTS })
  decision: string;
  workflow_id: string;
  workflow_name: string;
  workflow_version: number;
  /** Of `started`. */
  execution_id?: string;
  /** Of `condition_not_met`. */
  condition?: ConditionFindingDto;
  /** Of `loop_guard`: the workflows from the first cause to the one whose run sent the event. */
  chain?: string[];
}

/** Who caused an event: a run's own step. */
export class CausationDto {
  execution_id: string;
  depth: number;
}

/** Why an event is not decided yet: an object that its workflows read cannot be had from the billing server. */
export class EventWaitingDto {
  /** How often it was tried in vain; 0 for what has just come. */
  attempts: number;
  next_attempt_at: string;
  /** Why the last attempt failed. */
  reason?: string;
}

/** An event, and why it started what it started (PRD UC-2). */
export class EventDto {
  id: string;
  event_name: string;
  /** As the sender wrote it. */
  timestamp: string;
  /** When it first arrived. */
  received_at: string;
  /** How often it has arrived. */
  deliveries: number;
  /** Left out where no workflow listens. */
  payload?: Record<string, unknown>;
  user_id?: string;
  entity_type?: string;
  entity_id?: string;
  causation?: CausationDto;
  /** Empty where no workflow listens, and while the event waits. */
  decisions: EventDecisionDto[];
  /** As long as nothing is decided. */
  waiting?: EventWaitingDto;
}
