import { predecessors, UNIT_SECONDS, type Program, type ProgramStep } from './program';

type Outcome = 'completed' | 'failed' | 'skipped';

/** What must become of one step. */
export interface StepForecast {
  /** More than one where a failure and the step's own start fall together. */
  readonly allowed: readonly Outcome[];
  /** When it runs at all; not told where workers die. */
  readonly attempts?: number;
  readonly code?: string;
}

export interface Forecast {
  readonly steps: readonly StepForecast[];
  /** Steps of which one makes the run fail; empty when it completes. */
  readonly culprits: readonly number[];
}

interface Course {
  readonly start: number;
  readonly end: number;
  readonly outcome: Outcome;
  readonly attempts: number;
  readonly code?: string;
}

const NEVER: Course = { start: Infinity, end: Infinity, outcome: 'skipped', attempts: 0 };

/** What a run of a program must come to: told by a clock of our own, knowing nothing of the engine. */
export function forecast(program: Program): Forecast {
  const { steps } = program;
  const courses = coursesOf(program);
  const failed = courses.filter(({ outcome }) => outcome === 'failed');
  const firstFailure = Math.min(...failed.map(({ end }) => end));
  return {
    steps: courses.map((course) => ({ ...course, allowed: allowed(course, firstFailure) })),
    culprits: steps.flatMap(({ index }) => {
      const { outcome, end } = courses[index] ?? NEVER;
      return outcome === 'failed' && isSameMoment(end, firstFailure) ? [index] : [];
    }),
  };
}

/** The same where workers die meanwhile: attempts and moments are anybody's guess, the outcome is not. */
export function untimedForecast(program: Program): Forecast {
  const { steps } = program;
  const courses = coursesOf(program);
  const culprits = steps.map(({ index }) => index).filter((index) => courses[index]?.outcome === 'failed');
  const allowed = ({ outcome }: Course): Outcome[] => (culprits.length > 0 ? [outcome, 'skipped'] : [outcome]);
  return {
    steps: courses.map((course) => ({ allowed: allowed(course), ...(course.code && { code: course.code }) })),
    culprits,
  };
}

function coursesOf({ steps, flag }: Program): Course[] {
  const courses: Course[] = [];
  for (const step of steps) courses.push(courseOf(step, steps, courses, flag));
  return courses;
}

/** As if nothing else failed meanwhile. */
function courseOf(step: ProgramStep, steps: readonly ProgramStep[], courses: readonly Course[], flag: boolean): Course {
  const before = predecessors(steps, step).map((index) => courses[index] ?? NEVER);
  if (before.some(({ outcome, end }) => outcome === 'failed' || end === Infinity)) return NEVER;
  const start = Math.max(0, ...before.map(({ end }) => end));
  const { condition } = step;
  const holds =
    !condition || ('flag' in condition ? condition.flag === flag : courses[condition.step]?.outcome === condition.is);
  if (!holds) return { ...NEVER, start, end: start };
  const { seconds, ...result } = workOf(step, courses);
  return { start, end: start + seconds, ...result };
}

function workOf(step: ProgramStep, courses: readonly Course[]): Omit<Course, 'start' | 'end'> & { seconds: number } {
  const { kind, faults, maxAttempts, isRejected, isLate, wallet, isTemplated } = step;
  if (kind === 'wait') return { seconds: step.units * UNIT_SECONDS, outcome: 'completed', attempts: 1 };
  const hasWallet = wallet !== undefined && courses[wallet]?.outcome === 'completed';
  // An amount that is taken from a step which did not run has no value: nothing is even tried.
  if (kind === 'grant' && isTemplated && wallet !== undefined && !hasWallet)
    return { seconds: 0, outcome: 'failed', attempts: 0, code: 'expression_error' };
  if (isRejected) return { seconds: 0, outcome: 'failed', attempts: 1, code: 'rejected' };
  const isLost = kind === 'grant' && !hasWallet;
  // Without its wallet a grant fails in the first attempt that gets through to it.
  if (isLost && isLate) return { seconds: 0, outcome: 'failed', attempts: 1, code: 'not_found' };
  if (faults >= maxAttempts)
    return { seconds: pauses(maxAttempts - 1), outcome: 'failed', attempts: maxAttempts, code: 'unavailable' };
  const end = { seconds: pauses(faults), attempts: faults + 1 };
  return isLost ? { ...end, outcome: 'failed', code: 'not_found' } : { ...end, outcome: 'completed' };
}

/** Between so many attempts: one unit, then twice as long each time. */
function pauses(count: number): number {
  return (2 ** count - 1) * UNIT_SECONDS;
}

function allowed({ start, outcome }: Course, firstFailure: number): Outcome[] {
  if (isSameMoment(start, firstFailure)) return [outcome, 'skipped'];
  return start < firstFailure ? [outcome] : ['skipped'];
}

function isSameMoment(one: number, other: number): boolean {
  return Number.isFinite(one) && Math.abs(one - other) < UNIT_SECONDS / 2;
}
