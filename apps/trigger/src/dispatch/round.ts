import type { StartPendingOutcome } from '@app/application';
import type { TenantScope } from '@app/domain';

/** A scope and how many of its runs there is room for. */
export interface Turn {
  readonly scope: TenantScope;
  readonly room: number;
}

/** Scopes whose turn it is at the same time. */
const LANES = 4;
/** So many failures without a single start are not the runs' own: nothing can be started at the moment. */
const TOO_MANY = 5;

/** One turn for each scope. */
export class Round {
  private readonly waiting: IterableIterator<Turn>;
  private hasMore = false;
  private isEnding = false;
  private started = 0;
  private readonly failures: unknown[] = [];
  private vainTurns = 0;

  constructor(
    turns: readonly Turn[],
    /** Most runs of a turn: a scope that had so many, and has room for others, may have more. */
    private readonly most: number,
    private readonly turn: (scope: TenantScope, limit: number) => Promise<StartPendingOutcome>,
  ) {
    this.waiting = turns.values();
  }

  /** @returns whether some scope has more. Rejects when a turn does, or when nothing can be started. */
  async run(): Promise<boolean> {
    // All lanes end before the round does, also when one of them fails.
    const lanes = await Promise.allSettled(Array.from({ length: LANES }, () => this.lane()));
    for (const lane of lanes) if (lane.status === 'rejected') throw lane.reason;
    if (this.started === 0 && this.failures.length >= TOO_MANY) throw this.failures[0];
    return this.hasMore;
  }

  /** No further turn begins. */
  endSoon(): void {
    this.isEnding = true;
  }

  private async lane(): Promise<void> {
    try {
      while (!this.isEnding) {
        const next = this.waiting.next();
        if (next.done) return;
        const { scope, room } = next.value;
        const limit = Math.min(this.most, room);
        this.count(await this.turn(scope, limit), room > limit && limit);
      }
    } catch (error) {
      this.endSoon();
      throw error;
    }
  }

  /** @param full how many make a full turn; false where there is no room for more anyway */
  private count({ started, failures }: StartPendingOutcome, full: number | false): void {
    this.started += started;
    this.failures.push(...failures.map(({ error }) => error));
    if (started === 0 && failures.length > 0) this.vainTurns++;
    else this.vainTurns = 0;
    // Every further turn would only push runs back that wait for their own.
    if (this.vainTurns >= TOO_MANY) this.endSoon();
    if (started > 0 && started + failures.length === full) this.hasMore = true;
  }
}
