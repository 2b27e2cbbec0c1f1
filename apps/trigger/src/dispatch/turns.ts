import type { StartPendingOutcome } from '@app/application';
import { scopeKey, type TenantScope } from '@app/domain';

/** Turns that are being started at the same time; of one scope fewer, so that another never waits for it. */
const MOST = { all: 3, ofOneScope: 2 };
/** So many turns in a row without a single start are not the runs' own fault: nothing can be started at the moment. */
const TOO_MANY = 5;

/** The turns under way: while some are being started, the next runs are claimed. */
export class Turns {
  private readonly underWay = new Map<Promise<void>, string>();
  private vain = 0;
  private trouble: unknown;

  /** Waits until there is a place for another one. Throws, once, what keeps every run from being started. */
  async place(): Promise<void> {
    while (this.underWay.size >= MOST.all) await Promise.race(this.underWay.keys());
    if (this.vain < TOO_MANY) return;
    this.vain = 0;
    throw this.trouble;
  }

  /** Whether the scope has to wait for one of its own turns. */
  hasEnough(scope: TenantScope): boolean {
    const key = scopeKey(scope);
    return [...this.underWay.values()].filter((other) => other === key).length >= MOST.ofOneScope;
  }

  /** Nothing waits any more: earlier failures tell nothing of what comes. */
  calm(): void {
    this.vain = 0;
  }

  /** @param then called when the turn has ended, however that was, if its scope had to wait for that */
  begin(scope: TenantScope, turn: Promise<StartPendingOutcome>, then: () => void): void {
    const counted = turn.then(
      (outcome) => this.count(outcome),
      (error: unknown) => this.fail(error),
    );
    const ended: Promise<void> = counted.finally(() => {
      const isAwaited = this.hasEnough(scope);
      this.underWay.delete(ended);
      if (isAwaited) then();
    });
    this.underWay.set(ended, scopeKey(scope));
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
