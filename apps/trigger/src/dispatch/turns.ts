import type { StartPendingOutcome } from '@app/application';

/** Turns that are being started at the same time. */
const MOST = 3;
/** So many turns in a row without a single start are not the runs' own fault: nothing can be started at the moment. */
const TOO_MANY = 5;

/** The turns under way: while some are being started, the next runs are claimed. */
export class Turns {
  private readonly underWay = new Set<Promise<void>>();
  private vain = 0;
  private trouble: unknown;

  /** Waits until there is a place for another one. Throws, once, what keeps every run from being started. */
  async place(): Promise<void> {
    while (this.underWay.size >= MOST) await Promise.race(this.underWay);
    if (this.vain < TOO_MANY) return;
    this.vain = 0;
    throw this.trouble;
  }

  /** Nothing waits any more: earlier failures tell nothing of what comes. */
  calm(): void {
    this.vain = 0;
  }

  begin(turn: Promise<StartPendingOutcome>): void {
    const counted = turn.then(
      (outcome) => this.count(outcome),
      (error: unknown) => this.fail(error),
    );
    const ended: Promise<void> = counted.finally(() => this.underWay.delete(ended));
    this.underWay.add(ended);
  }

  async end(): Promise<void> {
    await Promise.all(this.underWay);
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
