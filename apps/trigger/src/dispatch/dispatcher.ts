import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import {
  PendingExecutions,
  PendingExecutionsSignal,
  StartPendingExecutions,
  WakefulLoop,
  type ScopeWithWork,
  type StartPendingOutcome,
} from '@app/application';
import type { FlowConfig } from '@app/config';
import type { TenantScope } from '@app/domain';
import { FLOW } from '../flow';
import { runsStarted } from '../metrics';
import { Round, type Turn } from './round';

const POLL_MS = 1000;
/** Runs of one scope that are started before the next scope has its turn. */
const TURN = 10;

/**
 * Starts pending runs in Temporal, scopes in turn: those that were just stored, those that a crash left behind, and
 * those whose start failed before. Any number of processes share the work.
 */
@Injectable()
export class Dispatcher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Dispatcher.name);
  private endSubscription?: () => Promise<void>;
  private current?: Round;
  private rounds = 0;
  private readonly loop = new WakefulLoop(() => this.round(), {
    pollMs: POLL_MS,
    onError: (err) => this.logger.error({ err, msg: 'A round of starts ended early; there will be another' }),
  });

  constructor(
    private readonly pending: PendingExecutions,
    private readonly signal: PendingExecutionsSignal,
    private readonly startPending: StartPendingExecutions,
    @Inject(FLOW) private readonly config: Pick<FlowConfig, 'inFlightPerScope'>,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.endSubscription = await this.signal.subscribe(() => this.loop.wake());
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.endSubscription?.();
    this.current?.endSoon();
    await this.loop.stop();
  }

  /** @returns whether some scope has more than its turn could take */
  private async round(): Promise<boolean> {
    const scopes = await this.pending.scopes();
    const turns = rotated(scopes, this.rounds++).flatMap((waiting) => this.turnOf(waiting));
    const round = new Round(turns, TURN, (scope, limit) => this.turn(scope, limit));
    this.current = round;
    return round.run();
  }

  /** Whose runs fill all places waits: each end of one of them wakes the dispatchers. */
  private turnOf({ scope, inFlight }: ScopeWithWork): Turn[] {
    const room = this.config.inFlightPerScope - inFlight;
    return room > 0 ? [{ scope, room }] : [];
  }

  private async turn(scope: TenantScope, limit: number): Promise<StartPendingOutcome> {
    const outcome = await this.startPending.execute(scope, { limit });
    runsStarted.inc(outcome.started);
    for (const { executionId, error: err } of outcome.failures) {
      const whose = { tenant_id: scope.tenantId, environment_id: scope.environmentId, execution_id: executionId };
      this.logger.error({ err, ...whose, msg: 'A run could not be started; it will be tried again' });
    }
    return outcome;
  }
}

/** No scope is always the first, nor always among those that a round which ends early leaves out. */
function rotated<T>(items: readonly T[], by: number): T[] {
  const start = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
