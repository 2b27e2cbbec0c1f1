import { Injectable } from '@nestjs/common';
import {
  DomainError,
  type Definition,
  type Execution,
  type JsonObject,
  type Principal,
  type TenantScope,
} from '@app/domain';
import { GetDefinition } from '../definitions/get-definition';
import { ExecutionRepository, type NewExecution } from '../ports/execution-repository';
import { newId } from '../shared/new-id';
import { sameJson } from '../shared/same-json';

export interface StartExecutionCommand {
  readonly definitionId: string;
  readonly triggerData: JsonObject;
  readonly startedBy: Principal;
  /** The same key starts the same run. */
  readonly idempotencyKey?: string;
}

/**
 * Starts one run by hand (PRD, Trigger Workflow), whatever the definition's trigger type. The stored row is the order;
 * a dispatcher carries it out, so a start survives any crash after the answer.
 * Throws `not_found`, `definition_disabled`, `idempotency_key_reused`.
 */
@Injectable()
export class StartExecution {
  constructor(
    private readonly getDefinition: GetDefinition,
    private readonly executions: ExecutionRepository,
  ) {}

  async execute(scope: TenantScope, command: StartExecutionCommand): Promise<Pick<Execution, 'id' | 'status'>> {
    const definition = await this.getDefinition.execute(scope, { id: command.definitionId });
    if (!definition.enabled)
      throw new DomainError(
        'definition_disabled',
        `Definition "${definition.id}" is disabled; enable it to start runs.`,
      );
    const execution = newExecution(definition, command);
    const isNew = (await this.executions.insertPending(scope, [execution])) > 0;
    return isNew ? { id: execution.id, status: 'pending' } : this.startedBefore(scope, execution);
  }

  private async startedBefore(scope: TenantScope, again: NewExecution): Promise<Pick<Execution, 'id' | 'status'>> {
    const first = await this.executions.findByTriggerKey(scope, again.definitionId, again.triggerKey);
    if (!first) throw new DomainError('conflict', 'The run of this Idempotency-Key is just being removed; try again.');
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
