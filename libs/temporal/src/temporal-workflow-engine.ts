import { Injectable } from '@nestjs/common';
import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import { WorkflowEngine, type EndedRun } from '@app/application';
import type { TemporalConfig } from '@app/config';
import { readTemporalWorkflowId, RUN_DEFINITION, temporalWorkflowId, type RunDefinitionInput } from '@app/contracts';
import { DomainError, scopeKey, type EngineState, type TenantScope } from '@app/domain';
import { TemporalConnection } from './temporal-connection';

/** How long beyond its own deadline the server lets a run live: time to record its end while the database is down. */
const NET_MS = 24 * 3_600_000;

const PAGE = 500;

/** By Temporal's own words; any other one means that the run goes on. */
const STATES: Readonly<Record<string, EngineState>> = {
  COMPLETED: 'completed',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
  TERMINATED: 'terminated',
  TIMED_OUT: 'timed_out',
};

@Injectable()
export class TemporalWorkflowEngine extends WorkflowEngine {
  constructor(
    private readonly connection: TemporalConnection,
    private readonly config: Pick<TemporalConfig, 'taskQueue'>,
  ) {
    super();
  }

  async start(scope: TenantScope, input: RunDefinitionInput): Promise<void> {
    if (scopeKey(scope) !== scopeKey(input.scope))
      throw new DomainError('scope_mismatch', 'A run of one scope was to be started for another.');
    try {
      await this.connection.call((client) =>
        client.workflow.start(RUN_DEFINITION, {
          workflowId: temporalWorkflowId(scope, input.executionId),
          taskQueue: this.config.taskQueue,
          args: [input],
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
          workflowIdConflictPolicy: 'FAIL',
          workflowExecutionTimeout: input.timeoutSeconds * 1000 + NET_MS,
          // One tenant's backlog does not keep the workers from another's runs.
          priority: { fairnessKey: scope.tenantId },
        }),
      );
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return;
      throw new DomainError('unavailable', 'Temporal did not take the run.', {}, { cause: error });
    }
  }

  async cancel(scope: TenantScope, executionId: string): Promise<void> {
    const id = temporalWorkflowId(scope, executionId);
    try {
      await this.connection.call((client) => client.workflow.getHandle(id).cancel());
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return;
      throw new DomainError('unavailable', 'Temporal cannot be told to cancel a run.', {}, { cause: error });
    }
  }

  async stateOf(scope: TenantScope, executionId: string): Promise<EngineState> {
    const id = temporalWorkflowId(scope, executionId);
    try {
      const { status } = await this.connection.call((client) => client.workflow.getHandle(id).describe());
      return STATES[status.name] ?? 'running';
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return 'unknown';
      throw new DomainError('unavailable', 'Temporal cannot be asked for a run.', {}, { cause: error });
    }
  }

  async *endedFromOutside(since: Date): AsyncIterable<EndedRun> {
    const query = `WorkflowType = '${RUN_DEFINITION}' AND ExecutionStatus IN ('Terminated', 'TimedOut', 'Canceled') AND CloseTime >= '${since.toISOString()}'`;
    const listing = await this.ask(async (client) =>
      client.workflow.list({ query, pageSize: PAGE })[Symbol.asyncIterator](),
    );
    // Each page has a deadline of its own: what is done with the runs in between may take its time.
    for (;;) {
      const next = await this.ask(() => listing.next());
      if (next.done) return;
      const run = readTemporalWorkflowId(next.value.workflowId);
      if (run) yield run;
    }
  }

  private async ask<T>(work: (client: Client) => Promise<T>): Promise<T> {
    try {
      return await this.connection.call(work);
    } catch (error) {
      throw new DomainError('unavailable', 'Temporal cannot be asked for ended runs.', {}, { cause: error });
    }
  }
}
