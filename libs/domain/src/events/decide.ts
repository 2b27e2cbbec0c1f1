import type { Finding } from '../conditions/finding';
import type { TriggerEvent } from '../executions/execution';
import type { Names } from '../expressions/render';
import type { JsonObject } from '../shared/json';
import type { Listener, ListeningDefinition } from './listener';
import type { SystemEvent } from './system-event';

export const VERDICTS = ['started', 'condition_not_met', 'disabled', 'loop_guard'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Runs that cause each other through events: so many in a row at most. */
export const MOST_CAUSES = 5;

/** What an event means for one definition that listens to it (product's answer to "why did it not run"). */
export interface EventDecision {
  readonly definition: Pick<ListeningDefinition, 'id' | 'name' | 'version'>;
  readonly verdict: Verdict;
  /** Of `condition_not_met`. */
  readonly finding?: Finding;
  /** Of `loop_guard`: the definitions from the first cause to the run that emitted the event. */
  readonly chain?: readonly string[];
}

/**
 * One decision for each listener, one by one: for whoever has other things to do in between, since conditions may be
 * many and heavy.
 * @param chain the definitions whose runs led to the event, from the first cause on; empty for one from outside
 */
export function* decide(
  event: SystemEvent,
  listeners: readonly Listener[],
  chain: readonly string[] = [],
): Generator<EventDecision> {
  const names = namesOf(toTriggerEvent(event, chain.length));
  for (const listener of listeners) yield decisionOf(listener, names, chain);
}

function decisionOf({ definition, enabled, tests }: Listener, names: Names, chain: readonly string[]): EventDecision {
  if (!enabled) return { definition, verdict: 'disabled' };
  for (const test of tests) {
    const finding = test(names);
    if (finding) return { definition, verdict: 'condition_not_met', finding };
  }
  const isLoop = chain.length >= MOST_CAUSES || chain.includes(definition.id);
  return isLoop ? { definition, verdict: 'loop_guard', chain } : { definition, verdict: 'started' };
}

/** What a run keeps of the event that started it. @param depth how many runs stand between the event and its first cause */
export function toTriggerEvent(event: SystemEvent, depth: number): TriggerEvent {
  const { id, name, timestamp, payload, userId } = event;
  return { id, name, timestamp, payload, depth, ...(userId !== undefined && { userId }) };
}

/** `trigger.*` is the payload, `event.*` the envelope. */
export function namesOf({ payload, id, name, timestamp, userId }: TriggerEvent): Names {
  const envelope: JsonObject = { id, name, timestamp, user_id: userId };
  const present = Object.fromEntries(Object.entries(envelope).filter(([, value]) => value !== undefined));
  return { trigger: payload, event: present };
}
