import type { Step } from '../definitions/definition';
import type { ExecutionError, StepStatus } from './execution';
import { isLastStep, runOutcome, skippedSteps, type RunOutcome, type RunState } from './run-outcome';

const STEPS = ['a', 'b', 'c'].map((id, index): Step => ({ id, order: index + 1, type: 'assign_plan', config: {} }));
const DOWN: ExecutionError = { code: 'unavailable', message: 'Down.', stepId: 'b' };
const LATER: ExecutionError = { code: 'not_found', message: 'Gone.', stepId: 'c' };
const EXPIRY: ExecutionError = { code: 'execution_timeout', message: 'Too late.' };
const STUCK = expect.objectContaining({ code: 'internal_error' }) as ExecutionError;

type States = Record<string, StepStatus>;
const ALL: States = { a: 'completed', b: 'skipped', c: 'completed' };
const SOME: States = { a: 'completed', b: 'skipped' };

const statesOf = (states: States): RunState['states'] => new Map(Object.entries(states));

describe('runOutcome', () => {
  it.each<[string, States, Partial<RunState>, RunOutcome]>([
    ['all steps ended well', ALL, {}, { status: 'completed', skippedStepIds: ['b'] }],
    ['all skipped', { a: 'skipped', b: 'skipped', c: 'skipped' }, {}, { status: 'completed', skippedStepIds: ['a', 'b', 'c'] }], // prettier-ignore
    ['a step failed', { a: 'completed', b: 'failed' }, { failures: [DOWN] }, { status: 'failed', error: DOWN, skippedStepIds: ['c'] }], // prettier-ignore
    ['two failed', { a: 'completed', c: 'failed', b: 'failed' }, { failures: [LATER, DOWN] }, { status: 'failed', error: LATER, skippedStepIds: [] }], // prettier-ignore
    ['failed and cancelled', { a: 'failed' }, { failures: [DOWN], isCancelled: true }, { status: 'failed', error: DOWN, skippedStepIds: ['b', 'c'] }], // prettier-ignore
    ['cancelled', SOME, { isCancelled: true }, { status: 'cancelled', skippedStepIds: ['b', 'c'] }],
    ['cancelled, nothing done', {}, { isCancelled: true }, { status: 'cancelled', skippedStepIds: ['a', 'b', 'c'] }],
    ['cancelled at its end', ALL, { isCancelled: true }, { status: 'completed', skippedStepIds: ['b'] }],
    ['expired', SOME, { expiry: EXPIRY }, { status: 'failed', error: EXPIRY, skippedStepIds: ['b', 'c'] }],
    ['expired at its end', ALL, { expiry: EXPIRY }, { status: 'completed', skippedStepIds: ['b'] }],
    ['cancelled and expired', SOME, { isCancelled: true, expiry: EXPIRY }, { status: 'failed', error: EXPIRY, skippedStepIds: ['b', 'c'] }], // prettier-ignore
    ['stopped without a reason', SOME, {}, { status: 'failed', error: STUCK, skippedStepIds: ['b', 'c'] }],
    ['left with a running step', { ...ALL, c: 'running' }, {}, { status: 'failed', error: STUCK, skippedStepIds: ['b'] }], // prettier-ignore
  ])('%s', (_title, states, run, expected) => {
    expect(runOutcome(STEPS, { failures: [], isCancelled: false, ...run, states: statesOf(states) })).toEqual(expected);
  });
});

it.each<[States, string, boolean]>([
  [{ a: 'completed', b: 'skipped', c: 'running' }, 'c', true],
  [{ a: 'completed', b: 'skipped' }, 'c', true],
  [{ a: 'completed', b: 'running', c: 'running' }, 'c', false],
  [{ a: 'completed' }, 'b', false],
  [{ a: 'failed', b: 'completed' }, 'c', false],
])('with %p, "%s" is the last step: %p', (states, id, expected) => {
  expect(isLastStep(STEPS, statesOf(states), id)).toBe(expected);
});

it('skipped are steps passed over and steps that never started', () => {
  expect(skippedSteps(STEPS, statesOf({ a: 'skipped', b: 'failed' }))).toEqual(['a', 'c']);
});
