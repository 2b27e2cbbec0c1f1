import type { Handled, KafkaBatch, RawMessage } from '@app/kafka';

/** Long enough for what passes by itself, such as a library that a lost connection has surprised. */
const PATIENCE_MS = 30_000;
/** A process that stood still meanwhile has not been patient. */
const LEAST_TRIES = 8;

/**
 * Messages that failed for a reason nobody foresaw. It may pass or lie in the data for good, so each is given some time
 * before it is suspected no longer.
 */
export class Suspects {
  private readonly failures = new Map<string, { readonly since: number; readonly tries: number }>();

  /** @returns whether it has failed for too long */
  failed(batch: KafkaBatch, message: RawMessage): boolean {
    const key = keyOf(batch, message);
    const { since = performance.now(), tries = 0 } = this.failures.get(key) ?? {};
    this.failures.set(key, { since, tries: tries + 1 });
    return tries + 1 >= LEAST_TRIES && performance.now() - since >= PATIENCE_MS;
  }

  /** These messages are done with: however they ended, they are suspected no more. */
  clear(batch: KafkaBatch, offsets: Handled): void {
    if (this.failures.size > 0) for (const offset of offsets) this.failures.delete(keyOf(batch, { offset }));
  }
}

function keyOf({ topic, partition }: KafkaBatch, { offset }: Pick<RawMessage, 'offset'>): string {
  return `${topic}/${partition}/${offset}`;
}
