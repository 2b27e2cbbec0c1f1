const FIRST_MS = 200;
const MOST_MS = 10_000;

/** How long a partition waits after a failure: longer each time in a row, from the start again after a success. */
export class Backoff {
  private readonly failures = new Map<number, number>();

  /** @param most milliseconds. @returns milliseconds */
  failed(partition: number, most = MOST_MS): number {
    const before = this.failures.get(partition) ?? 0;
    this.failures.set(partition, before + 1);
    return Math.min(most, FIRST_MS * 2 ** Math.min(before, 20));
  }

  succeeded(partition: number): void {
    this.failures.delete(partition);
  }
}
