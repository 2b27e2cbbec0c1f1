import { predecessors } from '../executions/next-steps';
import { pointerTo, type Problem } from '../shared/problem';
import { FORBIDDEN_NAMES, type DefinitionDraft, type Step, type Trigger, type TriggerType } from './definition';

/**
 * What is wrong with a well-shaped definition as a whole (PRD UC-1, EC-6); all problems at once.
 * Shapes, bounds and the steps' configs are checked before, where their types are known.
 */
export function checkDefinition({ trigger, steps }: Pick<DefinitionDraft, 'trigger' | 'steps'>): Problem[] {
  return [...checkTrigger(trigger), ...checkStepIds(steps), ...checkDependencies(steps), ...checkCycles(steps)];
}

/** Which members belong to which type of trigger. */
const MEMBERS_OF: Readonly<Record<string, TriggerType>> = {
  event_name: 'event',
  conditions: 'event',
  schedule: 'scheduled',
};
const REQUIRED: Readonly<Partial<Record<TriggerType, string>>> = { event: 'event_name', scheduled: 'schedule' };

function checkTrigger({ type, eventName, conditions, schedule }: Trigger): Problem[] {
  const given = Object.entries({ event_name: eventName, conditions, schedule }).filter(
    ([, value]) => value !== undefined,
  );
  const required = REQUIRED[type];
  const isMissing = required !== undefined && !given.some(([member]) => member === required);
  return [
    ...(isMissing ? [missing(type, required)] : []),
    ...given.filter(([member]) => MEMBERS_OF[member] !== type).map(([member]) => misplaced(member)),
  ];
}

function missing(type: TriggerType, member: string): Problem {
  const detail = `A trigger of type ${type} needs "${member}".`;
  return { pointer: pointerTo('/trigger', member), code: 'required', detail };
}

function misplaced(member: string): Problem {
  const detail = `"${member}" belongs to triggers of type ${MEMBERS_OF[member]} only.`;
  return { pointer: pointerTo('/trigger', member), code: 'conflicting_members', detail };
}

function checkStepIds(steps: readonly Step[]): Problem[] {
  return steps.flatMap(({ id }, index): Problem[] => {
    const pointer = pointerTo('/steps', index, 'id');
    if (FORBIDDEN_NAMES.includes(id))
      return [{ pointer, code: 'forbidden_name', detail: `A step cannot be called "${id}".` }];
    const first = steps.findIndex((step) => step.id === id);
    return first < index
      ? [{ pointer, code: 'duplicate_step_id', detail: `"${id}" is already the id of /steps/${first}.` }]
      : [];
  });
}

function checkDependencies(steps: readonly Step[]): Problem[] {
  const ids = steps.map(({ id }) => id);
  return steps.flatMap((step, index) =>
    (step.dependsOn ?? []).flatMap((id, place): Problem[] => {
      if (ids.includes(id)) return [];
      const pointer = pointerTo('/steps', index, 'depends_on', place);
      const allowed = ids.filter((other) => other !== step.id);
      return [{ pointer, code: 'unknown_step', detail: `There is no step "${id}".`, allowed, given: id }];
    }),
  );
}

/** Waiting in a circle, by names or by order, would never end. Each circle is reported once, as its path. */
function checkCycles(steps: readonly Step[]): Problem[] {
  const done = new Set<string>();
  const problems: Problem[] = [];
  const byId = new Map(steps.map((step) => [step.id, step]));
  const before = predecessors(steps);

  const visit = (step: Step, path: readonly string[]): void => {
    const start = path.indexOf(step.id);
    if (start >= 0) return void problems.push(cycleProblem(steps, path.slice(start)));
    if (done.has(step.id)) return;
    for (const id of before(step)) {
      const next = byId.get(id);
      if (next) visit(next, [...path, step.id]);
    }
    done.add(step.id);
  };

  for (const step of steps) visit(step, []);
  return problems;
}

/** Reads from the circle's first step in the list, in the direction of the waiting. */
function cycleProblem(steps: readonly Step[], cycle: readonly string[]): Problem {
  const index = steps.findIndex(({ id }) => cycle.includes(id));
  const turn = cycle.indexOf(steps[index]?.id ?? '');
  const ring = [...cycle.slice(turn), ...cycle.slice(0, turn)];
  const path = [...ring, ring[0]].join(' → ');
  return {
    pointer: pointerTo('/steps', index, 'depends_on'),
    code: 'dependency_cycle',
    detail: `These steps wait for each other: ${path}.`,
  };
}
