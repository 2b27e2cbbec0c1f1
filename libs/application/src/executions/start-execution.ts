import { Injectable } from '@nestjs/common';
import {
  DomainError,
  NotFound,
  sameJson,
  type Caller,
  type Definition,
  type Execution,
  type JsonObject,
  type TenantScope,
} from '@app/domain';
import { Audit, type AuditedChange } from '../audit/audit';
import { GetDefinition } from '../definitions/get-definition';
import { ExecutionRepository, type NewExecution } from '../ports/execution-repository';
import { Transactions } from '../ports/transactions';
import { newId } from '../shared/new-id';

export interface StartExecutionCommand {
  readonly definitionId: string;
  readonly triggerData: JsonObject;
  readonly startedBy: Caller;
  /** The same key starts the same run. */
  readonly idempotencyKey?: string;
}

/** What the audit keeps of a start. */
export interface AuditedExecution {
  readonly definitionId: string;
  readonly definitionVersion: number;
  readonly triggerData: JsonObject;
}

export type StartedExecution = Pick<Execution, 'id' | 'status'>;

/**
 * Starts one run by hand (PRD, Trigger Workflow), whatever the definition's trigger type. The stored row is the order;
 * a dispatcher carries it out, so a start survives any crash after the answer.
 * Throws `not_found`, `definition_disabled`, `idempotency_key_reused`.
 */
@Injectable()
export class StartExecution {
  constructor(
    private readonly transactions: Transactions,
    private readonly getDefinition: GetDefinition,
    private readonly executions: ExecutionRepository,
    private readonly audit: Audit,
  ) {}

  execute(scope: TenantScope, command: StartExecutionCommand): Promise<StartedExecution> {
    return this.transactions.run(scope, async () => {
      const definition = await this.getDefinition.execute(scope, { id: command.definitionId });
      const execution = newExecution(definition, command);
      if (!definition.enabled) return this.startedBefore(scope, execution, disabled(definition));
      const isNew = (await this.executions.insertPending(scope, [execution])) > 0;
      // Not new and not there: the definition was disabled or deleted in this moment.
      if (!isNew) return this.startedBefore(scope, execution, await this.whyNot(scope, definition));
      await this.audit.record(scope, command.startedBy, audited(execution));
      return { id: execution.id, status: 'pending' };
    });
  }

  private async whyNot(scope: TenantScope, { id }: Definition): Promise<DomainError> {
    const gone = (error: unknown): DomainError => {
      if (error instanceof NotFound) return error;
      throw error;
    };
    return this.getDefinition.execute(scope, { id }).then(disabled, gone);
  }

  /** A repeated call gets its run, whatever became of the definition since. */
  private async startedBefore(
    scope: TenantScope,
    again: NewExecution,
    otherwise: DomainError,
  ): Promise<StartedExecution> {
    const first = await this.executions.findByTriggerKey(scope, again.definitionId, again.triggerKey);
    if (!first) throw otherwise;
    if (!sameJson(first.triggerEvent.payload, again.triggerEvent.payload))
      throw new DomainError('idempotency_key_reused', 'This Idempotency-Key has started a run with another body.');
    return { id: first.id, status: first.status };
  }
}

function newExecution(definition: Definition, command: StartExecutionCommand): NewExecution {
  const id = newId('exec');
  return {
    id,
    definitionId: definition.id,
    definitionName: definition.name,
    definitionVersion: definition.version,
    triggerType: command.startedBy.kind === 'user' ? 'manual' : 'api',
    triggerKey: command.idempotencyKey === undefined ? `call:${id}` : `key:${command.idempotencyKey}`,
    triggerEvent: { payload: command.triggerData, depth: 0 },
  };
}

function audited({ id, definitionId, definitionVersion, triggerEvent }: NewExecution): AuditedChange {
  const after: AuditedExecution = { definitionId, definitionVersion, triggerData: triggerEvent.payload };
  return { action: 'execution.triggered', resourceId: id, after };
}

function disabled({ id }: Definition): DomainError {
  return new DomainError('definition_disabled', `Definition "${id}" is disabled; enable it to start runs.`);
}
