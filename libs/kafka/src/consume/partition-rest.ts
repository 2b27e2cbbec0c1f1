import type { EachBatchPayload } from 'kafkajs';
import { Backoff } from './backoff';

/** Lets a partition rest after a failure while the others go on. */
export class PartitionRest {
  private readonly backoff = new Backoff();
  private readonly timers = new Set<NodeJS.Timeout>();

  /**
   * @param limits `fixed`: how long, where the reason is known to be no failure; `most`: no longer than that
   * @returns how long it rests, in milliseconds
   */
  begin(
    { batch, pause }: Pick<EachBatchPayload, 'batch' | 'pause'>,
    limits: { fixed?: number; most?: number } = {},
  ): number {
    const delay = limits.fixed ?? this.backoff.failed(batch.partition, limits.most);
    const resume = pause();
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      resume();
    }, delay);
    this.timers.add(timer);
    return delay;
  }

  /** The next failure is the first again. */
  reset(partition: number): void {
    this.backoff.succeeded(partition);
  }

  /** Nothing keeps the process from ending. */
  close(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }
}
