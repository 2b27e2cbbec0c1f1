import type { Consumer } from 'kafkajs';

/** Whether a consumer takes part in its group, judged by its heartbeats: a group drops a member it no longer hears. */
export class Membership {
  private lastHeard = -Infinity;

  constructor(
    consumer: Consumer,
    private readonly sessionMs: number,
  ) {
    const { GROUP_JOIN, HEARTBEAT, CRASH, STOP } = consumer.events;
    for (const sign of [GROUP_JOIN, HEARTBEAT]) consumer.on(sign, () => (this.lastHeard = performance.now()));
    for (const end of [CRASH, STOP]) consumer.on(end, () => (this.lastHeard = -Infinity));
  }

  isAlive(): boolean {
    return performance.now() - this.lastHeard < this.sessionMs;
  }
}
