import type { Step } from '../definitions/definition';
import type { StepStatus } from './execution';
import { readySteps } from './next-steps';

function step(id: string, order: number, dependsOn?: string[]): Step {
  return { id, order, type: 'assign_plan', config: {}, ...(dependsOn && { dependsOn }) };
}

const SEQUENCE = [step('a', 1), step('b', 2), step('c', 3)];
const PARALLEL = [step('a', 1), step('b', 2), step('c', 2), step('d', 7)];
const DIAMOND = [step('a', 1), step('b', 2, ['a']), step('c', 3, ['a']), step('d', 4, ['b', 'c'])];
const AT_ONCE = [step('a', 1), step('b', 2, []), step('c', 3)];

describe('readySteps', () => {
  it.each<[string, Step[], Record<string, StepStatus>, string[]]>([
    ['a sequence starts with its first step', SEQUENCE, {}, ['a']],
    ['a running step holds the next one back', SEQUENCE, { a: 'running' }, []],
    ['a completed step lets the next one go', SEQUENCE, { a: 'completed' }, ['b']],
    ['a skipped step lets the next one go', SEQUENCE, { a: 'skipped' }, ['b']],
    ['a failed step stops the rest', SEQUENCE, { a: 'failed' }, []],
    ['nothing is left at the end', SEQUENCE, { a: 'completed', b: 'completed', c: 'completed' }, []],
    ['equal order runs side by side', PARALLEL, { a: 'completed' }, ['b', 'c']],
    ['the next order waits for all of the one before', PARALLEL, { a: 'completed', b: 'completed', c: 'running' }, []],
    ['gaps in the order do not matter', PARALLEL, { a: 'completed', b: 'completed', c: 'completed' }, ['d']],
    ['a graph goes by its edges', DIAMOND, { a: 'completed' }, ['b', 'c']],
    ['a join waits for all its edges', DIAMOND, { a: 'completed', b: 'completed', c: 'running' }, []],
    ['a join goes when all are there', DIAMOND, { a: 'completed', b: 'completed', c: 'completed' }, ['d']],
    ['an empty list means at once', AT_ONCE, {}, ['a', 'b']],
    ['a failure elsewhere stops parallel branches too', DIAMOND, { a: 'completed', b: 'failed' }, []],
  ])('%s', (_title, steps, states, expected) => {
    expect(readySteps(steps, new Map(Object.entries(states))).map(({ id }) => id)).toEqual(expected);
  });

  it('goes by order, whatever the place in the list', () => {
    expect(readySteps([step('late', 5), step('early', 1)], new Map()).map(({ id }) => id)).toEqual(['early']);
  });
});
