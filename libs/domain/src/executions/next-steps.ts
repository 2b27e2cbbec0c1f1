import type { Step } from '../definitions/definition';
import type { StepStatus } from './execution';

export type StepStates = ReadonlyMap<string, StepStatus>;

/**
 * The steps that may start now, in the definition's order (which decides who is scheduled first).
 * None once a step has failed. A step waits for what it names, or for every step of the next lower order.
 */
export function readySteps<S extends Step>(steps: readonly S[], states: StepStates): S[] {
  if ([...states.values()].includes('failed')) return [];
  const before = predecessors(steps);
  return inOrder(steps).filter(
    (step) => statusOf(states, step.id) === 'pending' && before(step).every((id) => endedWell(states, id)),
  );
}

/** What happens to a step whose turn it is. */
export type Move<S> =
  | { readonly step: S; readonly kind: 'start' | 'skip' }
  | { readonly step: S; readonly kind: 'fail'; readonly error: unknown };

/**
 * Everything that is to happen now. A skipped step may open the way for others, so this goes on until none is left;
 * each move has to be made in `states` before the next one is asked for.
 * @param isMet whether the condition of a step holds; what it throws fails the step before anything is done for it
 */
export function* nextMoves<S extends Step>(
  steps: readonly S[],
  states: StepStates,
  isMet: (step: S) => boolean,
): Generator<Move<S>> {
  for (let ready = readySteps(steps, states); ready.length > 0; ready = readySteps(steps, states))
    for (const step of ready) yield moveOf(step, isMet);
}

function moveOf<S>(step: S, isMet: (step: S) => boolean): Move<S> {
  try {
    return { step, kind: isMet(step) ? 'start' : 'skip' };
  } catch (error) {
    return { step, kind: 'fail', error };
  }
}

/** Gives the ids of the steps that must have ended well before one of these may start. */
export function predecessors(steps: readonly Step[]): (step: Step) => readonly string[] {
  const previous = new Map<number, readonly string[]>();
  let lower: readonly string[] = [];
  for (const [order, group] of Map.groupBy(inOrder(steps), ({ order }) => order)) {
    previous.set(order, lower);
    lower = group.map(({ id }) => id);
  }
  return ({ dependsOn, order }) => dependsOn ?? previous.get(order) ?? [];
}

/** Ids of all steps that have ended whenever this one starts. Circles do no harm. */
export function earlierSteps(steps: readonly Step[], step: Step): ReadonlySet<string> {
  const byId = new Map(steps.map((one) => [one.id, one]));
  const before = predecessors(steps);
  const found = new Set<string>();
  const open = [step];
  for (let next = open.pop(); next; next = open.pop())
    for (const id of before(next)) {
      const earlier = byId.get(id);
      if (earlier && !found.has(id)) open.push(earlier);
      found.add(id);
    }
  return found;
}

/** Steps by order; equal orders keep their place in the list. */
export function inOrder<S extends Pick<Step, 'order'>>(steps: readonly S[]): S[] {
  return [...steps].sort((a, b) => a.order - b.order);
}

function statusOf(states: StepStates, id: string): StepStatus {
  return states.get(id) ?? 'pending';
}

/** Whether what waits for a step may go on. */
export function endedWell(states: StepStates, id: string): boolean {
  const status = statusOf(states, id);
  return status === 'completed' || status === 'skipped';
}
