export interface WakefulLoopOptions {
  /** Longest pause between two rounds: the net below the wake-ups. */
  readonly pollMs: number;
  /** After a failure the next round waits for the poll, so that a lasting one does not spin. */
  readonly onError: (error: unknown) => void;
}

/** Does rounds of work, one at a time: again at once while there is more, else when woken or when the poll is due. */
export class WakefulLoop {
  private running?: Promise<void>;
  private isStopped = false;
  private isWoken = false;
  private endPause: () => void = () => undefined;
  private wakeUp?: NodeJS.Timeout | undefined;

  constructor(
    /** One round. Returns whether more is waiting. */
    private readonly round: () => Promise<boolean>,
    private readonly options: WakefulLoopOptions,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Something may have come. During a round it makes for one more. */
  wake(): void {
    this.isWoken = true;
    this.endPause();
  }

  /** As {@link wake}, once for all that comes within that time. */
  wakeWithin(milliseconds: number): void {
    this.wakeUp ??= setTimeout(() => {
      this.wakeUp = undefined;
      this.wake();
    }, milliseconds);
  }

  /** Waits for the round that is under way. */
  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.wakeUp);
    this.endPause();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.isStopped) {
      this.isWoken = false;
      const outcome = await this.tryRound();
      if (outcome === 'more') continue;
      await this.pause(outcome === 'failed');
    }
  }

  private async tryRound(): Promise<'more' | 'done' | 'failed'> {
    try {
      return (await this.round()) ? 'more' : 'done';
    } catch (error) {
      this.options.onError(error);
      return 'failed';
    }
  }

  private async pause(afterFailure: boolean): Promise<void> {
    if (this.isStopped || (this.isWoken && !afterFailure)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.options.pollMs);
      this.endPause = () => {
        if (afterFailure && !this.isStopped) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.endPause = () => undefined;
  }
}
