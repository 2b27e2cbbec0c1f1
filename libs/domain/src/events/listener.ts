import type { Condition } from '../conditions/condition';
import { testOf, type Test } from '../conditions/test-condition';
import { needsOf, type Needs, type ReadingStep } from './needs';

/** What of a definition decides whether an event starts it. */
export interface ListeningDefinition {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly enabled: boolean;
  readonly eventName: string;
  readonly conditions?: readonly Condition[];
  /** Left out where nobody asks what they read. */
  readonly steps?: readonly ReadingStep[];
}

/** A listening definition whose conditions are ready to be evaluated. */
export interface Listener {
  /** How its decisions name it. */
  readonly definition: Pick<ListeningDefinition, 'id' | 'name' | 'version'>;
  readonly enabled: boolean;
  readonly tests: readonly Test[];
  /** What it reads of the payload, if its steps are known. */
  readonly needs?: Needs;
}

const ROOT = { inside: 'trigger', unless: ['trigger', 'event'] };

/** All listeners of a scope, by the name of the event that they listen to, each list by the definitions' ids. */
export function listenersByEvent(definitions: readonly ListeningDefinition[]): Map<string, Listener[]> {
  const found = new Map<string, Listener[]>();
  for (const definition of definitions) {
    const { eventName } = definition;
    found.set(eventName, [...(found.get(eventName) ?? []), toListener(definition)]);
  }
  return found;
}

/** In a trigger condition a path without a root is read inside the payload. */
function toListener(definition: ListeningDefinition): Listener {
  const { id, name, version, enabled, conditions = [], steps } = definition;
  const tests = conditions.map((condition, index) => testOf(condition, ROOT, `/trigger/conditions/${index}`));
  return { definition: { id, name, version }, enabled, tests, ...(steps && { needs: needsOf(conditions, steps) }) };
}
