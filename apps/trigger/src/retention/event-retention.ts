import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DeadLetterLog, EventLog, WakefulLoop } from '@app/application';
import type { FlowConfig } from '@app/config';
import { FLOW } from '../flow';

const POLL_MS = 60_000;
/** Each may have a decision for every workflow of its scope. */
const BATCH = 50;
const DAY_MS = 86_400_000;

/** Forgets old events with their decisions, and dead letters as old, a few at a time, so that nobody waits for it. Their runs stay. */
@Injectable()
export class EventRetention implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(EventRetention.name);
  private readonly loop = new WakefulLoop(() => this.round(), {
    pollMs: POLL_MS,
    onError: (err) => this.logger.warn({ err, msg: 'Old events could not be deleted; they will be' }),
  });

  constructor(
    private readonly events: EventLog,
    private readonly letters: DeadLetterLog,
    @Inject(FLOW) private readonly config: Pick<FlowConfig, 'eventRetentionDays'>,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.eventRetentionDays > 0) this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  private async round(): Promise<boolean> {
    const before = new Date(Date.now() - this.config.eventRetentionDays * DAY_MS);
    const gone = [await this.events.forget(before, BATCH), await this.letters.forget(before, BATCH)];
    return gone.includes(BATCH);
  }
}
