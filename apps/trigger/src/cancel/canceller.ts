import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { CancelRequests, DeliverCancellations, WakefulLoop } from '@app/application';

const POLL_MS = 2000;
/** Runs of one scope that are told before the next scope has its turn. */
const TURN = 20;

/** Tells Temporal which runs shall be cancelled: those just asked for, and those that a crash left untold. */
@Injectable()
export class Canceller implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Canceller.name);
  private endSubscription?: () => void;
  private readonly loop = new WakefulLoop(() => this.round(), {
    pollMs: POLL_MS,
    onError: (err) => this.logger.error({ err, msg: 'Runs could not be cancelled; they will be' }),
  });

  constructor(
    private readonly requests: CancelRequests,
    private readonly deliverCancellations: DeliverCancellations,
  ) {}

  onApplicationBootstrap(): void {
    this.endSubscription = this.requests.subscribe(() => this.loop.wake());
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.endSubscription?.();
    await this.loop.stop();
  }

  /** @returns whether some scope has more */
  private async round(): Promise<boolean> {
    let hasMore = false;
    for (const scope of await this.requests.scopes())
      hasMore = (await this.deliverCancellations.execute(scope, { limit: TURN })) === TURN || hasMore;
    return hasMore;
  }
}
