import type { Execution, StepExecution } from '@app/domain';
import type { Forecast } from './model';
import { currencyOf, idOf, type Program, type ProgramStep } from './program';

/** The ledger as far as programs change it. */
export interface ProgramLedger {
  /** Of wallets that are not terminated: credits by currency. */
  readonly credits: Readonly<Record<string, number>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Fails unless a run and its ledger are what the model has foretold. */
export function mustAgree(
  program: Program,
  { steps, culprits }: Forecast,
  run: Execution,
  ledger: ProgramLedger,
): void {
  const isUndone = culprits.length > 0 && program.onFailure === 'compensate';
  const stepOf = ({ index }: ProgramStep): StepExecution => run.steps.find(({ stepId }) => stepId === idOf(index))!;
  const undone = ({ kind }: ProgramStep, status: string): string =>
    isUndone && status === 'completed' && kind !== 'wait' ? 'compensated' : status;

  expect(run.status).toBe(culprits.length === 0 ? 'completed' : 'failed');
  if (culprits.length > 0) expect(culprits.map(idOf)).toContain(run.error?.stepId);
  for (const step of program.steps) {
    const { allowed, attempts, code } = steps[step.index]!;
    const { status, error, attempts: tried } = stepOf(step);
    expect([idOf(step.index), allowed.map((outcome) => undone(step, outcome))]).toEqual([
      idOf(step.index),
      expect.arrayContaining([status]),
    ]);
    if (status !== 'skipped')
      expect([idOf(step.index), tried, error?.code]).toEqual([idOf(step.index), attempts, code]);
  }
  const lasting = program.steps.filter((step) => stepOf(step).status === 'completed');
  expect(ledger).toEqual(ledgerAfter(program, lasting));
}

/** What completed steps leave behind that were not undone. */
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
