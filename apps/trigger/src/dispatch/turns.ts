import type { StartPendingOutcome } from '@app/application';
import { scopeKey, type TenantScope } from '@app/domain';

/** Turns that are being started at the same time; of one scope fewer, so that another never waits for it. */
const MOST = { all: 3, ofOneScope: 2 };
/** So many turns in a row without a single start are not the runs' own fault: nothing can be started at the moment. */
const TOO_MANY = 5;

interface Turn {
  /** Of its scope. */
  readonly key: string;
  readonly startsAtOnce: number;
}

/** The turns under way: while some are being started, the next runs are claimed. */
export class Turns {
  private readonly underWay = new Map<Promise<void>, Turn>();
  private readonly awaited = new Set<string>();
  private vain = 0;
  private trouble: unknown;

  /** Waits until there is a place for another one. Throws, once, what keeps every run from being started. */
  async place(): Promise<void> {
    while (this.underWay.size >= MOST.all) await Promise.race(this.underWay.keys());
    if (this.vain < TOO_MANY) return;
    this.vain = 0;
    throw this.trouble;
  }

  /** Of so many starts of a scope at once, those that a turn may have now beside the scope's others. */
  left(scope: TenantScope, width: number): number {
    const own = [...this.underWay.values()].filter(({ key }) => key === scopeKey(scope));
    if (own.length >= MOST.ofOneScope) return 0;
    const taken = own.reduce((sum, { startsAtOnce }) => sum + startsAtOnce, 0);
    return Math.max(0, width - taken);
  }

  /** The next end of one of the scope's turns is told. */
  await(scope: TenantScope): void {
    this.awaited.add(scopeKey(scope));
  }

  /** Nothing waits any more: earlier failures tell nothing of what comes. */
  calm(): void {
    this.vain = 0;
  }

  /** @param then called when the turn has ended, however that was, if that is awaited */
  begin(scope: TenantScope, startsAtOnce: number, turn: Promise<StartPendingOutcome>, then: () => void): void {
    const key = scopeKey(scope);
    const counted = turn.then(
      (outcome) => this.count(outcome),
      (error: unknown) => this.fail(error),
    );
    const ended: Promise<void> = counted.finally(() => {
      this.underWay.delete(ended);
      if (this.awaited.delete(key)) then();
    });
    this.underWay.set(ended, { key, startsAtOnce });
  }

  async end(): Promise<void> {
    await Promise.all(this.underWay.keys());
  }

  private count({ started, failures }: StartPendingOutcome): void {
    const [failure] = failures;
    if (started > 0) this.vain = 0;
    else if (failure) this.fail(failure.error);
  }

  private fail(error: unknown): void {
    this.vain += 1;
    this.trouble = error;
  }
}
