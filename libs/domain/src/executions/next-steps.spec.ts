import type { Step } from '../definitions/definition';
import type { StepStatus } from './execution';
import { nextMoves, readySteps } from './next-steps';

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

describe('nextMoves', () => {
  /** Steps that are not `met` are skipped, those in `broken` cannot be judged. */
  function made(steps: Step[], { unmet = [], broken = [] }: { unmet?: string[]; broken?: string[] }): string[] {
    const states = new Map<string, StepStatus>();
    const moves: string[] = [];
    const isMet = ({ id }: Step): boolean => {
      if (broken.includes(id)) throw new Error('No value.');
      return !unmet.includes(id);
    };
    for (const { step, kind } of nextMoves(steps, states, isMet)) {
      moves.push(`${kind} ${step.id}`);
      states.set(step.id, kind === 'start' ? 'running' : kind === 'skip' ? 'skipped' : 'failed');
    }
    return moves;
  }

  it.each<[string, Step[], Parameters<typeof made>[1], string[]]>([
    ['what may start starts', PARALLEL, {}, ['start a']],
    ['several start side by side', AT_ONCE, {}, ['start a', 'start b']],
    ['a skipped step opens the way', SEQUENCE, { unmet: ['a'] }, ['skip a', 'start b']],
    ['all may be skipped at once', SEQUENCE, { unmet: ['a', 'b', 'c'] }, ['skip a', 'skip b', 'skip c']],
    [
      'a join goes when its edges are skipped',
      DIAMOND,
      { unmet: ['a', 'b', 'c'] },
      ['skip a', 'skip b', 'skip c', 'start d'],
    ],
    [
      'a step that starts holds back what a skipped one would open',
      PARALLEL,
      { unmet: ['a', 'b'] },
      ['skip a', 'skip b', 'start c'],
    ],
    ['a condition without a value fails its step, and nothing more follows', SEQUENCE, { broken: ['a'] }, ['fail a']],
    ['those of the same moment still start', AT_ONCE, { broken: ['a'] }, ['fail a', 'start b']],
  ])('%s', (_title, steps, judged, expected) => {
    expect(made(steps, judged)).toEqual(expected);
  });
});
