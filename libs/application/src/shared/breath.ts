import { setImmediate } from 'node:timers/promises';

/** Lets timers and sockets have their turn within long calculations: a consumer must tell its group that it lives. */
export class Breath {
  private last = performance.now();

  constructor(private readonly everyMs: number) {}

  async take(): Promise<void> {
    if (performance.now() - this.last < this.everyMs) return;
    await setImmediate();
    this.last = performance.now();
  }
}
