import fc from 'fast-check';

export const UNIT_SECONDS = 10;
const MOST_STEPS = 8;
const CURRENCIES = ['USD', 'EUR', 'GBP', 'CHF', 'SEK', 'NOK', 'DKK', 'PLN'];

/** What a step of a random definition does, and what goes wrong with it. Steps are named by their index. */
export interface ProgramStep {
  readonly index: number;
  readonly kind: 'wallet' | 'grant' | 'update' | 'mail' | 'wait';
  readonly order: number;
  /** Explicit dependencies; left out, the order decides. */
  readonly after?: readonly number[];
  /** The wallet that a grant goes to; none: one that does not exist. */
  readonly wallet?: number;
  readonly credits: number;
  /** A grant takes its amount from what its wallet's step answered. */
  readonly isTemplated: boolean;
  /** Of a wait, in units. */
  readonly units: number;
  readonly condition?: { readonly flag: boolean } | { readonly step: number; readonly is: 'completed' | 'skipped' };
  /** Attempts that fail before the work is done, or after it, as when the answer is lost: perhaps for good. */
  readonly faults: number;
  readonly isLate: boolean;
  readonly isRejected: boolean;
  readonly maxAttempts: number;
}

export interface Program {
  readonly steps: readonly ProgramStep[];
  /** What the trigger says. */
  readonly flag: boolean;
  readonly onFailure: 'stop' | 'compensate';
}

export const idOf = (index: number): string => `s${index}`;
export const currencyOf = (index: number): string => CURRENCIES[index] ?? 'XXX';

/** Indexes of the steps that must have ended before one starts. Steps of lower orders have lower indexes. */
export function predecessors(steps: readonly ProgramStep[], { order, after }: ProgramStep): readonly number[] {
  if (after) return after;
  const previous = Math.max(...steps.filter((one) => one.order < order).map((one) => one.order));
  return steps.filter((one) => one.order === previous).map(({ index }) => index);
}

export function ancestors(steps: readonly ProgramStep[], step: ProgramStep): ProgramStep[] {
  const direct = predecessors(steps, step).flatMap((index) => steps[index] ?? []);
  return [...new Set(direct.flatMap((one) => [one, ...ancestors(steps, one)]))];
}

const rawStep = fc.record({
  kind: fc.constantFrom<ProgramStep['kind'][]>('wallet', 'wallet', 'grant', 'grant', 'grant', 'update', 'mail', 'wait'),
  nextOrder: fc.boolean(),
  isGraph: fc.boolean(),
  after: fc.uniqueArray(fc.nat({ max: MOST_STEPS - 1 }), { maxLength: 3 }),
  pick: fc.nat({ max: 100 }),
  condition: fc.constantFrom('none', 'none', 'none', 'flag', 'no flag', 'completed', 'skipped'),
  credits: fc.integer({ min: 1, max: 50 }),
  units: fc.integer({ min: 1, max: 4 }),
  faults: fc.constantFrom(0, 0, 0, 0, 1, 2, 3),
  trouble: fc.constantFrom('early', 'early', 'late', 'late', 'late', 'late', 'rejected'),
  maxAttempts: fc.integer({ min: 1, max: 4 }),
  isTemplated: fc.boolean(),
});

function build(raws: readonly (typeof rawStep extends fc.Arbitrary<infer Raw> ? Raw : never)[]): ProgramStep[] {
  const steps: ProgramStep[] = [];
  for (const [index, raw] of raws.entries()) {
    const { kind, credits, units, faults, trouble, maxAttempts, isTemplated } = raw;
    const order = (steps.at(-1)?.order ?? 1) + (raw.nextOrder ? 1 : 0);
    const after = raw.isGraph ? { after: raw.after.filter((one) => one < index) } : {};
    const plain = { index, kind, order, credits, units, faults, isTemplated, maxAttempts, ...after };
    const rejected = trouble === 'rejected' && faults > 0 && kind !== 'wait';
    const step = { ...plain, isLate: trouble === 'late', isRejected: rejected };
    const earlier = ancestors(steps, step);
    const wallets = earlier.filter((one) => one.kind === 'wallet');
    const wallet = wallets[raw.pick % wallets.length]?.index;
    steps.push({ ...step, ...(wallet !== undefined && { wallet }), ...conditionOf(raw, earlier) });
  }
  return steps;
}

function conditionOf(
  { condition, pick }: { condition: string; pick: number },
  earlier: readonly ProgramStep[],
): Pick<ProgramStep, 'condition'> {
  if (condition === 'none') return {};
  const step = earlier[pick % earlier.length];
  if (!step || condition === 'flag' || condition === 'no flag') return { condition: { flag: condition !== 'no flag' } };
  return { condition: { step: step.index, is: condition === 'skipped' ? 'skipped' : 'completed' } };
}

/** Graphs, conditions, waits, failing steps and compensation, by chance. */
export const programs: fc.Arbitrary<Program> = fc.record({
  steps: fc.array(rawStep, { minLength: 1, maxLength: MOST_STEPS }).map(build),
  flag: fc.boolean(),
  onFailure: fc.constantFrom('stop', 'compensate'),
});
