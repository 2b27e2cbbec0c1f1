import { checkDefinition } from './check-definition';
import type { Step, Trigger } from './definition';

const event: Trigger = { type: 'event', eventName: 'customer.created' };

function step(id: string, order: number, dependsOn?: string[]): Step {
  return { id, order, type: 'assign_plan', config: {}, ...(dependsOn && { dependsOn }) };
}

describe('checkDefinition', () => {
  it.each<[string, Trigger, Step[], string[]]>([
    ['a plain list', event, [step('a', 1), step('b', 2, ['a'])], []],
    ['an event trigger without a name', { type: 'event' }, [], ['/trigger/event_name required']],
    [
      'an event name on a manual trigger',
      { type: 'manual', eventName: 'x', conditions: [] },
      [],
      ['/trigger/event_name conflicting_members', '/trigger/conditions conflicting_members'],
    ],
    ['two steps of one id', event, [step('a', 1), step('a', 2)], ['/steps/1/id duplicate_step_id']],
    ['a forbidden id', event, [step('constructor', 1)], ['/steps/0/id forbidden_name']],
    ['an unknown dependency', event, [step('a', 1, ['z'])], ['/steps/0/depends_on/0 unknown_step']],
    [
      'a circle of two',
      event,
      [step('x', 0), step('a', 1, ['b']), step('b', 2, ['a'])],
      ['/steps/1/depends_on dependency_cycle'],
    ],
    ['a step that waits for itself', event, [step('a', 1, ['a'])], ['/steps/0/depends_on dependency_cycle']],
    [
      'a circle through the order',
      event,
      [step('a', 1, ['b']), step('b', 2)],
      ['/steps/0/depends_on dependency_cycle'],
    ],
    ['a diamond', event, [step('a', 1), step('b', 2, ['a']), step('c', 2, ['a']), step('d', 3, ['b', 'c'])], []],
  ])('%s', (_title, trigger, steps, expected) => {
    expect(checkDefinition({ trigger, steps }).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(expected);
  });

  it('prints a circle as a path from its first step', () => {
    const [problem] = checkDefinition({
      trigger: event,
      steps: [step('step_1', 1, ['step_2']), step('step_2', 2, ['step_1'])],
    });
    expect(problem?.detail).toContain('step_1 → step_2 → step_1');
  });
});
