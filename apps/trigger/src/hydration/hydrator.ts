import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DecideDeferredEvents, DeferredEvents, WakefulLoop } from '@app/application';
import { scopeKey, type TenantScope } from '@app/domain';
import { fetchFailures, runsOrdered } from '../metrics';
import { DeferredBacklog } from './deferred-backlog';

const POLL_MS = 1000;
/** Events of one scope that are completed together: an object that several of them need is fetched once. */
const TURN = 25;
/** Scopes at the same time. A turn mostly waits for its server, so that one which hangs takes nobody's place. */
const MOST_SCOPES = 200;

/**
 * Completes and decides events that do not say all that is needed, each scope by itself. Any number of processes share
 * the work.
 */
@Injectable()
export class Hydrator implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Hydrator.name);
  private readonly turns = new Map<string, Promise<void>>();
  private readonly ending = new AbortController();
  private endSubscription?: () => void;
  private readonly loop = new WakefulLoop(() => this.round(), {
    pollMs: POLL_MS,
    onError: (err) => this.logger.error({ err, msg: 'Deferred events could not be looked for; they will be' }),
  });

  constructor(
    private readonly deferred: DeferredEvents,
    private readonly decideDeferred: DecideDeferredEvents,
    private readonly backlog: DeferredBacklog,
  ) {}

  onApplicationBootstrap(): void {
    this.endSubscription = this.deferred.subscribe(() => this.loop.wake());
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.endSubscription?.();
    this.ending.abort();
    await this.loop.stop();
    await Promise.all(this.turns.values());
  }

  /** Begins the turns of scopes that have none, and waits for none of them. Each end makes for another round. */
  private async round(): Promise<boolean> {
    await this.backlog.look();
    for (const scope of await this.deferred.scopes()) {
      if (this.ending.signal.aborted || this.turns.size >= MOST_SCOPES) break;
      const key = scopeKey(scope);
      if (this.turns.has(key)) continue;
      const turn = this.turn(scope).finally(() => {
        this.turns.delete(key);
        this.loop.wake();
      });
      this.turns.set(key, turn);
    }
    return false;
  }

  private async turn(scope: TenantScope): Promise<void> {
    const whose = { tenant_id: scope.tenantId, environment_id: scope.environmentId };
    try {
      const { signal } = this.ending;
      const { runs, failures } = await this.decideDeferred.execute(scope, { limit: TURN, signal });
      runsOrdered.inc(runs);
      for (const { error } of failures) fetchFailures.inc({ code: error.code });
      const [first] = failures;
      if (!first) return;
      const { error: err, eventId: event_id } = first;
      this.logger.warn({ err, ...whose, event_id, count: failures.length, msg: 'Events wait for what they lack' });
    } catch (err) {
      this.logger.error({ err, ...whose, msg: 'Deferred events could not be decided; they will be' });
    }
  }
}
