import { Injectable } from '@nestjs/common';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { WorkflowEngine } from '@app/application';
import type { TemporalConfig } from '@app/config';
import { RUN_DEFINITION, temporalWorkflowId, type RunDefinitionInput } from '@app/contracts';
import { DomainError, scopeKey, type TenantScope } from '@app/domain';
import { TemporalConnection } from './temporal-connection';

/** How long beyond its own deadline the server lets a run live: time to record its end while the database is down. */
const NET_MS = 24 * 3_600_000;

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
}
