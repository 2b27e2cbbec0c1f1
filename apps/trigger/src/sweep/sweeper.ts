import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { RunningExecutions, SettleExecution, WakefulLoop, WorkflowEngine, type EndedRun } from '@app/application';
import type { TenantScope } from '@app/domain';
import { drift } from '../metrics';

const POLL_MS = 5000;
/** Runs of one scope that are compared before the next scope has its turn. */
const TURN = 50;
/** Temporal's lists are a little behind; what was seen before costs one more look. */
const OVERLAP_MS = 60_000;

/**
 * Keeps rows and Temporal from drifting apart: what ended outside (terminated, timed out, lost) is settled in its row.
 * Temporal's list of ended runs tells of most within seconds; each running row is compared in its turn besides.
 */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Sweeper.name);
  private since = new Date(Date.now() - OVERLAP_MS);
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
    await this.loop.stop();
  }

  /** @returns whether some scope has more to compare */
  private async round(): Promise<boolean> {
    const next = new Date(Date.now() - OVERLAP_MS);
    await this.settle(await this.engine.endedFromOutside(this.since));
    this.since = next;
    let hasMore = false;
    for (const scope of await this.running.scopes()) hasMore = (await this.turn(scope)) || hasMore;
    return hasMore;
  }

  private async turn(scope: TenantScope): Promise<boolean> {
    const ids = await this.running.claim(scope, TURN);
    await this.settle(ids.map((executionId) => ({ scope, executionId })));
    return ids.length === TURN;
  }

  private async settle(runs: readonly EndedRun[]): Promise<void> {
    for (const { scope, executionId } of runs) {
      const state = await this.settleExecution.execute(scope, { executionId });
      if (!state) continue;
      drift.inc({ state });
      const whose = { tenant_id: scope.tenantId, environment_id: scope.environmentId, execution_id: executionId };
      this.logger.warn({ ...whose, state, msg: 'A run had ended outside; its row is settled' });
    }
  }
}
