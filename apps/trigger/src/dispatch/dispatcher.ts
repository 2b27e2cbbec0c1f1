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
/** Runs of a turn for each of its starts at once: claiming several costs hardly more than claiming one. */
const TURN = 2;
/** After this time a run whose starter died is anyone's again. Longer than the starts of a turn can take. */
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
    @Inject(FLOW) private readonly config: Pick<FlowConfig, 'inFlightPerScope' | 'startsAtOnce'>,
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
    for (const { scope, inFlight } of rotated(scopes, this.rounds++)) {
      await this.turns.place();
      if (this.isEnding) break;
      const atOnce = this.turns.left(scope, this.config.startsAtOnce);
      const room = this.config.inFlightPerScope - inFlight;
      if (atOnce === 0) this.turns.await(scope);
      else if (room > 0) await this.turn(scope, room, atOnce);
    }
    // Whoever has more waiting comes again with the end of its turn.
    return false;
  }

  private async turn(scope: TenantScope, room: number, free: number): Promise<void> {
    const size = TURN * free;
    const claimed = await this.pending.claim(scope, Math.min(size, room), LEASE_SECONDS);
    if (claimed.length === 0) return;
    const atOnce = Math.min(free, claimed.length);
    this.turns.begin(scope, atOnce, this.start(scope, claimed, atOnce), () => this.loop.wake());
    if (claimed.length === size && room > size) this.turns.await(scope);
  }

  private async start(
    scope: TenantScope,
    claimed: readonly ClaimedExecution[],
    atOnce: number,
  ): Promise<StartPendingOutcome> {
    const whose = { tenant_id: scope.tenantId, environment_id: scope.environmentId };
    try {
      const outcome = await this.startPending.execute(scope, { claimed, atOnce });
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
