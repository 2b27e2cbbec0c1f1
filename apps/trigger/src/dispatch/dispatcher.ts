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
  type ClaimedExecution,
  type PendingNews,
  type StartPendingOutcome,
} from '@app/application';
import type { FlowConfig } from '@app/config';
import type { TenantScope } from '@app/domain';
import { FLOW } from '../flow';
import { runsStarted } from '../metrics';
import { Turns } from './turns';

/** Longest pause between two looks, in milliseconds. */
export const POLL_MS = 1000;
/**
 * Places of a scope are taken again several at once, where it has so many that most are taken meanwhile: each look costs
 * more than a start.
 */
const REFILL = { fromPlaces: 20, withinMs: 200 };
/** Runs of one scope that are started before the next scope has its turn. */
const TURN = 4;
/** After this time a run whose starter died is anyone's again. Longer than a start can take. */
const LEASE_SECONDS = 30;

/**
 * Starts pending runs in Temporal, scopes in turn: those that were just stored, those that a crash left behind, and
 * those whose start failed before. Any number of processes share the work.
 */
@Injectable()
export class Dispatcher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Dispatcher.name);
  private endSubscription?: () => Promise<void>;
  private isEnding = false;
  private rounds = 0;
  private readonly turns = new Turns();
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
    this.endSubscription = await this.signal.subscribe((news) => this.hear(news));
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.endSubscription?.();
    this.isEnding = true;
    await this.loop.stop();
    await this.turns.end();
  }

  private hear(news: PendingNews): void {
    if (news === 'places' && this.config.inFlightPerScope >= REFILL.fromPlaces) this.loop.wakeWithin(REFILL.withinMs);
    else this.loop.wake();
  }

  /** Runs are claimed one turn after the other, so that places are counted right, while others are being started. */
  private async round(): Promise<boolean> {
    const scopes = await this.pending.scopes();
    if (scopes.length === 0) this.turns.calm();
    let hasMore = false;
    for (const { scope, inFlight } of rotated(scopes, this.rounds++)) {
      // The end of one of its turns makes for another round.
      if (this.turns.hasEnough(scope)) continue;
      await this.turns.place();
      if (this.isEnding) return false;
      const room = this.config.inFlightPerScope - inFlight;
      if (room > 0) hasMore = (await this.turn(scope, room)) || hasMore;
    }
    return hasMore;
  }

  /** @returns whether the scope may have more than its turn could take, room for it, and another turn now */
  private async turn(scope: TenantScope, room: number): Promise<boolean> {
    const claimed = await this.pending.claim(scope, Math.min(TURN, room), LEASE_SECONDS);
    if (claimed.length > 0) this.turns.begin(scope, this.start(scope, claimed), () => this.loop.wake());
    return claimed.length === TURN && room > TURN && !this.turns.hasEnough(scope);
  }

  private async start(scope: TenantScope, claimed: readonly ClaimedExecution[]): Promise<StartPendingOutcome> {
    const whose = { tenant_id: scope.tenantId, environment_id: scope.environmentId };
    try {
      const outcome = await this.startPending.execute(scope, { claimed });
      runsStarted.inc(outcome.started);
      for (const { executionId: execution_id, error: err } of outcome.failures)
        this.logger.error({ err, ...whose, execution_id, msg: 'A run could not be started; it will be tried again' });
      return outcome;
    } catch (err) {
      this.logger.error({ err, ...whose, msg: 'A turn of starts ended early; its runs are looked at again' });
      throw err;
    }
  }
}

/** No scope is always the first, nor always among those that a round which ends early leaves out. */
function rotated<T>(items: readonly T[], by: number): T[] {
  const start = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
