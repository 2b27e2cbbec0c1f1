/** Starts that wait for each other at the server: with fewer one more pays off, with more one was too many. */
const QUEUED = { few: 0.5, many: 1 };
const MOST = 8;
/** What a start can take at best is learned anew with each so many turns. */
const REMEMBERED = 500;

/**
 * How many runs of one scope are started at once. Where the server has time for all of them a start takes as long as a
 * single one; where it has not, more of them only wait for each other, and everybody else's behind them. As TCP Vegas
 * finds its window.
 */
export class StartWidth {
  private width = 1;
  private turns = 0;
  private best = Infinity;
  private bestLately = Infinity;

  get current(): number {
    return this.width;
  }

  /** @param milliseconds that a start took. @param atOnce starts that were under way with it */
  learn(milliseconds: number, atOnce: number): void {
    this.remember(milliseconds);
    // What did not use the whole width tells nothing of it.
    if (atOnce !== this.width) return;
    const queued = this.width * (1 - this.best / milliseconds);
    if (queued < QUEUED.few) this.width = Math.min(MOST, this.width + 1);
    else if (queued > QUEUED.many) this.width = Math.max(1, this.width - 1);
  }

  private remember(milliseconds: number): void {
    this.best = Math.min(this.best, milliseconds);
    this.bestLately = Math.min(this.bestLately, milliseconds);
    this.turns += 1;
    if (this.turns % REMEMBERED !== 0) return;
    this.best = this.bestLately;
    this.bestLately = Infinity;
  }
}
