import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { RunningExecutions, SettleExecution, WakefulLoop, WorkflowEngine, type EndedRun } from '@app/application';
import { DomainError, isRetryable, scopeKey, type TenantScope } from '@app/domain';
import { drift, sweepFailures } from '../metrics';

const POLL_MS = 5000;
/** Runs of one scope that are compared before the next scope has its turn. */
const TURN = 50;
/** Temporal's lists are a little behind; what was seen before costs one more look. */
const OVERLAP_MS = 60_000;
/** The first look goes back further than any row waits for its turn, so that an end while nobody swept is not missed. */
const FIRST_LOOK_MS = 3_600_000;
/** So many failures in a row mean that nothing can be compared at the moment. */
const TOO_MANY = 5;
/** Runs that could not be compared and are tried again in the next round; more of them wait for their turn. */
const MOST_FAILED = 1000;

/**
 * Keeps rows and Temporal from drifting apart: what ended outside (terminated, timed out, lost) is settled in its row.
 * Temporal's list of ended runs tells of most within seconds; each running row is compared in its turn besides.
 */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Sweeper.name);
  private since = new Date(Date.now() - FIRST_LOOK_MS);
  private readonly failed = new Map<string, EndedRun>();
  /** Of runs in a row, for no reason of their own. */
  private errors: unknown[] = [];
  private isEnding = false;
  private readonly loop = new WakefulLoop(() => this.round(), {
    pollMs: POLL_MS,
    onError: (err) => this.logger.warn({ err, msg: 'A sweep ended early; there will be another' }),
  });

  constructor(
    private readonly running: RunningExecutions,
    private readonly engine: WorkflowEngine,
    private readonly settleExecution: SettleExecution,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isEnding = true;
    await this.loop.stop();
  }

  /** @returns whether some scope has more to compare */
  private async round(): Promise<boolean> {
    this.errors = [];
    const again = [...this.failed.values()];
    await this.settleAll(this.engine.endedFromOutside(this.since), new Date(Date.now() - OVERLAP_MS));
    let hasMore = false;
    for (const scope of await this.running.scopes()) hasMore = (await this.turn(scope)) || hasMore;
    await this.settleAll(again);
    return hasMore;
  }

  private async turn(scope: TenantScope): Promise<boolean> {
    const ids = await this.running.claim(scope, TURN);
    await this.settleAll(ids.map((executionId) => ({ scope, executionId })));
    return ids.length === TURN;
  }

  /**
   * One run that cannot be compared does not keep the others from it.
   * @param next where the next look at what ended begins, once these are done with
   */
  private async settleAll(runs: Iterable<EndedRun> | AsyncIterable<EndedRun>, next = this.since): Promise<void> {
    for await (const run of runs) {
      if (this.isEnding) return;
      await this.settle(run);
    }
    if (this.errors.length >= TOO_MANY) throw this.errors[0];
    this.since = next;
  }

  private async settle(run: EndedRun): Promise<void> {
    const key = `${scopeKey(run.scope)}/${run.executionId}`;
    if (this.failed.size < MOST_FAILED) this.failed.set(key, run);
    // These are in the next round.
    if (this.errors.length >= TOO_MANY) return;
    try {
      await this.compare(run);
      this.failed.delete(key);
      this.errors = [];
    } catch (err) {
      if (err instanceof DomainError && isRetryable(err.code)) this.errors.push(err);
      sweepFailures.inc();
      this.logger.warn({ err, ...whose(run), msg: 'A run could not be compared; it will be tried again' });
    }
  }

  private async compare(run: EndedRun): Promise<void> {
    const state = await this.settleExecution.execute(run.scope, { executionId: run.executionId });
    if (!state) return;
    drift.inc({ state });
    this.logger.warn({ ...whose(run), state, msg: 'A run had ended outside; its row is settled' });
  }
}

function whose({ scope, executionId }: EndedRun): object {
  return { tenant_id: scope.tenantId, environment_id: scope.environmentId, execution_id: executionId };
}
