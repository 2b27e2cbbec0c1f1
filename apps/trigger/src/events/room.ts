import type { PendingExecutions } from '@app/application';
import type { FlowConfig } from '@app/config';

/** Of all pending runs that stop the reading, so many of one scope count at most. */
const SHARE_OF_BACKLOG = 0.1;
/** But not even one scope may fill the database: times the usual bound. */
const ABSOLUTE_BACKLOG = 5;
/** What was seen counts so long, and until half of it is used up, since other processes use it too. */
const SEEN = { forMs: 100, share: 0.5 };

/**
 * Room for more pending runs. They are the backlog that dispatchers work off; what lies on the topic meanwhile costs
 * nothing. One scope alone is held back by its own cap, and hardly stops the others' events.
 */
export class Room {
  private left = 0;
  private until = 0;

  constructor(
    private readonly pending: PendingExecutions,
    private readonly config: Pick<FlowConfig, 'mostPending'>,
  ) {}

  async isThere(): Promise<boolean> {
    if (this.left <= 0 || performance.now() > this.until) await this.look();
    return this.left > 0;
  }

  /** @param runs that were stored */
  use(runs: number): void {
    this.left -= runs;
  }

  private async look(): Promise<void> {
    const { mostPending } = this.config;
    const share = Math.ceil(mostPending * SHARE_OF_BACKLOG);
    const backlog = await this.pending.backlog(share, mostPending * ABSOLUTE_BACKLOG);
    this.left = Math.ceil((mostPending - backlog) * SEEN.share);
    this.until = performance.now() + SEEN.forMs;
  }
}
