import { Injectable } from '@nestjs/common';
import { DeferredEvents } from '@app/application';
import { eventsWaiting, longestWait } from '../metrics';

/** Counting takes a look at every row. */
const FRESH_MS = 5000;

/** How many events wait to be completed, in all scopes together, as the hydrator last saw it. */
@Injectable()
export class DeferredBacklog {
  /** None where nothing is ever deferred. */
  count = 0;
  private seenAt = -Infinity;

  constructor(private readonly deferred: DeferredEvents) {}

  async look(): Promise<void> {
    if (performance.now() - this.seenAt < FRESH_MS) return;
    const { count, oldest } = await this.deferred.load();
    this.seenAt = performance.now();
    this.count = count;
    eventsWaiting.set(count);
    longestWait.set(oldest ? Math.max(0, (Date.now() - +oldest) / 1000) : 0);
  }
}
