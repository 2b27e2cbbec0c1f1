import type { Program, ProgramStep } from './program';

const SOME_ID = expect.any(String) as string;
const like = (pattern: RegExp): string => expect.stringMatching(pattern) as string;

/** What a completed step must have answered: values and matchers. */
export function outputOf(program: Program, step: ProgramStep): Readonly<Record<string, unknown>> {
  const { kind, credits } = step;
  switch (kind) {
    case 'wallet':
      return { wallet_id: SOME_ID, credit_balance: String(credits), balance: String(credits), adopted: false };
    case 'grant': {
      const balance = balanceAfter(program, step);
      return { transaction_id: SOME_ID, wallet_id: SOME_ID, credit_balance: balance, balance };
    }
    case 'update':
      return { customer_id: SOME_ID, changed: ['metadata'] };
    case 'mail':
      return { message_id: like(/^<.+>$/), to: like(/@/) };
    case 'wait':
      return { waited_until: like(/^\d{4}-.+Z$/) };
  }
}

/** What the wallet holds then: other grants to it may have come before, or not. */
function balanceAfter({ steps }: Program, step: ProgramStep): string {
  const amountOf = ({ isTemplated, wallet = -1, credits }: ProgramStep): number =>
    isTemplated ? (steps[wallet]?.credits ?? 0) : credits;
  const least = (steps[step.wallet ?? -1]?.credits ?? 0) + amountOf(step);
  const others = steps.filter((one) => one.kind === 'grant' && one.wallet === step.wallet && one !== step);
  const sums = others.reduce((known, other) => [...known, ...known.map((sum) => sum + amountOf(other))], [least]);
  return like(new RegExp(`^(${[...new Set(sums)].join('|')})$`));
}
