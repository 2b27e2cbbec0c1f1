import type { KafkaBatch, RawMessage } from '@app/kafka';

/** With the pauses of the transport this is about half a minute. */
const PATIENCE = 8;

/**
 * Messages that failed for a reason nobody foresaw. It may pass (a library surprised by a lost connection) or lie in
 * the data for good, so each is given several tries before it no longer holds up its partition.
 */
export class Suspects {
  private readonly failures = new Map<string, number>();

  /** @returns whether it failed too often */
  failed(batch: KafkaBatch, message: RawMessage): boolean {
    const key = keyOf(batch, message);
    const failures = (this.failures.get(key) ?? 0) + 1;
    this.failures.set(key, failures);
    return failures >= PATIENCE;
  }

  /** The batch is done with: however it ended, its messages are suspected no more. */
  clear(batch: KafkaBatch): void {
    if (this.failures.size > 0) for (const message of batch.messages) this.failures.delete(keyOf(batch, message));
  }
}

function keyOf({ topic, partition }: KafkaBatch, { offset }: RawMessage): string {
  return `${topic}/${partition}/${offset}`;
}
