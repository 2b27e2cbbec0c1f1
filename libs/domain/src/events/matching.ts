import type { Condition } from '../conditions/condition';
import { holds } from '../conditions/evaluate';
import type { Names } from '../expressions/render';
import { DomainError } from '../shared/domain-error';
import type { Definition } from '../definitions/definition';
import type { TriggerEvent } from '../executions/execution';
import type { JsonObject } from '../shared/json';
import type { SystemEvent } from './system-event';

const ROOTS = ['trigger', 'event'];

/** The definitions that an event starts: enabled, listening to its name, all trigger conditions met (PRD UC-2). */
export function matchingDefinitions(event: SystemEvent, candidates: readonly Definition[]): Definition[] {
  const names = namesOf(toTriggerEvent(event));
  return candidates.filter(
    ({ enabled, trigger }) =>
      enabled &&
      trigger.type === 'event' &&
      trigger.eventName === event.name &&
      (trigger.conditions ?? []).every((condition) => isMet(condition, names)),
  );
}

/** An expression that finds no value for this event does not hold for it. */
function isMet(condition: Condition, names: Names): boolean {
  try {
    return holds(rooted(condition), names);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'expression_error') return false;
    throw error;
  }
}

/** What a run keeps of the event that started it. */
export function toTriggerEvent(event: SystemEvent): TriggerEvent {
  return {
    id: event.id,
    name: event.name,
    timestamp: event.timestamp,
    payload: event.payload,
    depth: event.causation?.depth ?? 0,
    ...(event.userId !== undefined && { userId: event.userId }),
  };
}

/** `trigger.*` is the payload, `event.*` the envelope. */
export function namesOf({ payload, id, name, timestamp, userId }: TriggerEvent): Names {
  const envelope: JsonObject = { id, name, timestamp, user_id: userId };
  const present = Object.fromEntries(Object.entries(envelope).filter(([, value]) => value !== undefined));
  return { trigger: payload, event: present };
}

/** In a trigger condition a path without a root is read inside the payload. */
function rooted(condition: Condition): Condition {
  if ('all' in condition) return { all: condition.all.map(rooted) };
  if ('any' in condition) return { any: condition.any.map(rooted) };
  if ('not' in condition) return { not: rooted(condition.not) };
  if ('cel' in condition) return condition;
  const root = condition.field.split('.', 1)[0] ?? '';
  return ROOTS.includes(root) ? condition : { ...condition, field: `trigger.${condition.field}` };
}
