import type { Forecast } from './model';
import { outputOf } from './outputs';
import { ancestors, currencyOf, idOf, type Program, type ProgramStep } from './program';

/** The ledger as far as programs change it. */
export interface ProgramLedger {
  /** Of wallets that are not terminated: credits by currency. */
  readonly credits: Readonly<Record<string, number>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** A run as far as the model speaks of it. */
export interface ProgramRun {
  readonly status: string;
  /** The step that made it fail. */
  readonly culprit?: string | undefined;
  readonly steps: readonly ProgramRunStep[];
}

export interface ProgramRunStep {
  readonly id: string;
  readonly status: string;
  readonly attempts: number;
  readonly code?: string | undefined;
  readonly output?: Readonly<Record<string, unknown>> | undefined;
  /** Of a failed step. */
  readonly compensation?: string | undefined;
}

/** There is no way back from them. */
const LASTING: readonly ProgramStep['kind'][] = ['wait', 'mail'];

/** Fails unless a run and its ledger are what the model has foretold. */
export function mustAgree(
  program: Program,
  { steps, culprits }: Forecast,
  run: ProgramRun,
  ledger: ProgramLedger,
): void {
  const isUndone = culprits.length > 0 && program.onFailure === 'compensate';
  const stepOf = ({ index }: ProgramStep): ProgramRunStep => run.steps.find(({ id }) => id === idOf(index))!;
  const undone = ({ kind }: ProgramStep, status: string): string =>
    isUndone && status === 'completed' && !LASTING.includes(kind) ? 'compensated' : status;

  expect(run.status).toBe(culprits.length === 0 ? 'completed' : 'failed');
  if (culprits.length > 0) expect(culprits.map(idOf)).toContain(run.culprit);
  const culprit = program.steps.find(({ index }) => idOf(index) === run.culprit);
  const before = new Set(culprit && ancestors(program.steps, culprit));
  for (const step of program.steps) {
    const { allowed, attempts, code } = steps[step.index]!;
    const { status, code: told, attempts: tried, output, compensation } = stepOf(step);
    // What the culprit has waited for has come to its own end.
    const expected = (before.has(step) ? allowed.slice(0, 1) : allowed).map((outcome) => undone(step, outcome));
    expect([idOf(step.index), expected]).toEqual([idOf(step.index), expect.arrayContaining([status])]);
    if (status === 'skipped') continue;
    expect([idOf(step.index), told]).toEqual([idOf(step.index), code]);
    if (attempts !== undefined) expect([idOf(step.index), tried]).toEqual([idOf(step.index), attempts]);
    if (status !== 'failed') expect(output).toEqual(outputOf(program, step));
    const isTakenBack = isUndone && status === 'failed' && code !== 'expression_error' && !LASTING.includes(step.kind);
    expect([idOf(step.index), compensation]).toEqual([idOf(step.index), isTakenBack ? 'completed' : undefined]);
  }
  const lasting = program.steps.filter((step) => {
    const { status, code } = stepOf(step);
    return status === 'completed' || (status === 'failed' && !isUndone && hasActed(step, code));
  });
  expect(ledger).toEqual(ledgerAfter(program, lasting));
}

/** Its last answer was lost as well. */
function hasActed({ isLate, isRejected }: ProgramStep, code?: string): boolean {
  return isLate && !isRejected && code === 'unavailable';
}

/** What steps leave behind that were not undone. */
function ledgerAfter(program: Program, lasting: readonly ProgramStep[]): ProgramLedger {
  const credits: Record<string, number> = {};
  const metadata: Record<string, string> = {};
  for (const { index, kind, credits: own } of lasting) {
    if (kind === 'wallet') credits[currencyOf(index)] = own;
    if (kind === 'update') metadata[idOf(index)] = String(program.flag);
  }
  for (const { kind, wallet = -1, isTemplated, credits: own } of lasting) {
    if (kind !== 'grant') continue;
    const amount = isTemplated ? (program.steps[wallet]?.credits ?? 0) : own;
    credits[currencyOf(wallet)] = (credits[currencyOf(wallet)] ?? 0) + amount;
  }
  return { credits, metadata };
}
