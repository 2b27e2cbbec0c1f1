import { Injectable } from '@nestjs/common';
import {
  DomainError,
  mayBeRetried,
  NotFound,
  planRetry,
  type Caller,
  type Definition,
  type Execution,
  type RetryFrom,
  type RetryVersion,
  type TenantScope,
} from '@app/domain';
import { Audit } from '../audit/audit';
import { DefinitionRepository } from '../ports/definition-repository';
import { ExecutionRepository, type NewExecution } from '../ports/execution-repository';
import { Transactions } from '../ports/transactions';
import { newId } from '../shared/new-id';

export interface RetryExecutionCommand {
  readonly id: string;
  readonly from: RetryFrom;
  readonly version: RetryVersion;
  readonly by: Caller;
}

/**
 * A new run in place of one that failed or was cancelled. It keeps the outputs of completed steps and goes on at the
 * failed one, under the same idempotency keys: no effect is made twice. A run can be retried once; then its retry can be.
 */
@Injectable()
export class RetryExecution {
  constructor(
    private readonly transactions: Transactions,
    private readonly definitions: DefinitionRepository,
    private readonly executions: ExecutionRepository,
    private readonly audit: Audit,
  ) {}

  /** @throws not_found, conflict, definition_disabled */
  execute(scope: TenantScope, command: RetryExecutionCommand): Promise<Pick<Execution, 'id' | 'status'>> {
    const { id, from, version, by } = command;
    return this.transactions.run(scope, async () => {
      const original = await this.executions.findById(scope, id);
      if (!original) throw new NotFound('execution', id);
      if (!mayBeRetried(original)) throw notEnded(original);
      const retry = await this.newRun(scope, original, command);
      if ((await this.executions.insertPending(scope, [retry])) === 0) throw await this.whyNot(scope, retry);
      const after = { execution_id: retry.id, from, version: retry.definitionVersion };
      await this.audit.record(scope, by, {
        action: 'execution.retried',
        resourceId: id,
        after: { ...after, mode: version },
      });
      return { id: retry.id, status: 'pending' };
    });
  }

  private async newRun(scope: TenantScope, original: Execution, command: RetryExecutionCommand): Promise<NewExecution> {
    const { definitionId, triggerType, triggerEvent, eventId } = original;
    const definition = await this.enabledDefinition(scope, original);
    const definitionVersion = command.version === 'latest' ? definition.version : original.definitionVersion;
    const content = await this.definitions.findVersion(scope, definitionId, definitionVersion);
    const id = newId('exec');
    return {
      ...{ id, definitionId, definitionName: definition.name, definitionVersion, triggerType, triggerEvent },
      ...{ triggerKey: `retry:${original.id}`, retryOf: original.id },
      ...(eventId !== undefined && { eventId }),
      ...planRetry(original, content?.steps ?? [], command.from, id),
    };
  }

  private async enabledDefinition(scope: TenantScope, { definitionId: id }: Execution): Promise<Definition> {
    const definition = await this.definitions.findById(scope, id);
    if (!definition) throw new DomainError('conflict', `The workflow "${id}" of this run was deleted.`);
    if (definition.enabled) return definition;
    throw new DomainError('definition_disabled', `Definition "${id}" is disabled; enable it to retry its runs.`);
  }

  /** It was retried before, or the definition was disabled or deleted in this moment. */
  private async whyNot(scope: TenantScope, { definitionId, triggerKey, retryOf }: NewExecution): Promise<DomainError> {
    const earlier = await this.executions.findByTriggerKey(scope, definitionId, triggerKey);
    const message = earlier
      ? `was retried already, by "${earlier.id}"`
      : 'cannot be retried: its workflow has just changed';
    const details = earlier ? { execution_id: earlier.id } : {};
    return new DomainError('conflict', `Execution "${retryOf}" ${message}.`, details);
  }
}

function notEnded({ id, status }: Execution): DomainError {
  const message = `Execution "${id}" is ${status}; only a failed or cancelled one can be retried.`;
  return new DomainError('conflict', message, { status });
}
