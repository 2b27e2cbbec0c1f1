import type { EntityManager } from 'typeorm';
import { DomainError, hasEnded, type JsonObject, type Settlement, type TenantScope } from '@app/domain';
import type { StepRef } from '@app/application';
import { scoped } from '../connection/scoped';
import { ExecutionEntity } from '../entities/execution.entity';
import { StepExecutionEntity } from '../entities/step-execution.entity';

// What the rows say where a statement of the recorder found nothing that it may change.

/** @throws scope_mismatch, execution_ended, and what an earlier attempt has failed with */
export async function recordedOutput(manager: EntityManager, scope: TenantScope, step: StepRef): Promise<JsonObject> {
  const { executionId, stepId } = step;
  const row = await manager.findOneBy(StepExecutionEntity, { executionId, stepId, ...scoped(scope) });
  if (row?.status === 'completed') return row.output ?? {};
  // Whoever asks again after a crash is told what the run was told then.
  if (row?.status === 'failed' && row.error) throw new DomainError(row.error.code, row.error.message, { final: true });
  throw await runIsOver(manager, scope, executionId);
}

/** @throws scope_mismatch */
export async function recordedEnd(manager: EntityManager, scope: TenantScope, id: string): Promise<Settlement> {
  const row = await manager.findOneBy(ExecutionEntity, { id, ...scoped(scope) });
  if (!row) throw unknownRun(id);
  const { status, error } = row;
  if (!hasEnded(status)) throw new Error(`Execution "${id}" can neither go on nor end: it is ${status}.`);
  return { status, ...(error && { error }) };
}

/** execution_ended; scope_mismatch for a run that this scope does not have. */
export async function runIsOver(manager: EntityManager, scope: TenantScope, id: string): Promise<DomainError> {
  if (!(await manager.existsBy(ExecutionEntity, { id, ...scoped(scope) }))) return unknownRun(id);
  return new DomainError('execution_ended', `Execution "${id}" is over.`, { execution_id: id });
}

function unknownRun(id: string): DomainError {
  return new DomainError('scope_mismatch', `This scope has no execution "${id}".`, { execution_id: id });
}
