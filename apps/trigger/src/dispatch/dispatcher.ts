import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { PendingExecutions, PendingExecutionsSignal, StartPendingExecutions, WakefulLoop } from '@app/application';
import type { TenantScope } from '@app/domain';

const POLL_MS = 1000;
/** Runs of one scope that are started before the next scope has its turn. */
const TURN = 25;

/**
 * Starts pending runs in Temporal, scopes in turn: those that were just stored, those that a crash left behind, and
 * those whose start failed before. Any number of processes share the work.
 */
@Injectable()
export class Dispatcher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Dispatcher.name);
  private endSubscription?: () => Promise<void>;
  private readonly loop = new WakefulLoop(() => this.round(), {
    pollMs: POLL_MS,
    onError: (err) => this.logger.error({ err, msg: 'Pending runs could not be looked at; they will be' }),
  });

  constructor(
    private readonly pending: PendingExecutions,
    private readonly signal: PendingExecutionsSignal,
    private readonly startPending: StartPendingExecutions,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.endSubscription = await this.signal.subscribe(() => this.loop.wake());
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.endSubscription?.();
    await this.loop.stop();
  }

  /** @returns whether some scope has more than its turn could take */
  private async round(): Promise<boolean> {
    let hasMore = false;
    for (const scope of await this.pending.scopes()) hasMore = (await this.turn(scope)) || hasMore;
    return hasMore;
  }

  private async turn(scope: TenantScope): Promise<boolean> {
    const { started, failures } = await this.startPending.execute(scope, { limit: TURN });
    for (const { executionId, error: err } of failures) {
      const whose = { tenant_id: scope.tenantId, environment_id: scope.environmentId, execution_id: executionId };
      this.logger.error({ err, ...whose, msg: 'A run could not be started; it will be tried again' });
    }
    return started === TURN;
  }
}
