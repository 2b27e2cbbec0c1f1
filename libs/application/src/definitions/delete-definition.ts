import { Injectable } from '@nestjs/common';
import { DomainError, type TenantScope } from '@app/domain';
import { Audit } from '../audit/audit';
import { DefinitionRepository } from '../ports/definition-repository';
import { ExecutionRepository } from '../ports/execution-repository';
import { DefinitionChanges, snapshotOf, type DefinitionChangeCommand } from './definition-changes';

export interface DeleteDefinitionCommand extends DefinitionChangeCommand {
  /** Delete it although runs have not ended: the pending ones never start, the running ones are cancelled. */
  readonly force: boolean;
}

/**
 * PRD EC-2: deletes a definition; its runs stay readable and its name is free again.
 * Throws `not_found`, `precondition_failed`, `definition_has_running_executions`.
 */
@Injectable()
export class DeleteDefinition {
  constructor(
    private readonly changes: DefinitionChanges,
    private readonly definitions: DefinitionRepository,
    private readonly executions: ExecutionRepository,
    private readonly audit: Audit,
  ) {}

  execute(scope: TenantScope, command: DeleteDefinitionCommand): Promise<void> {
    const { id, by, force } = command;
    // The lock keeps new runs away until the definition is gone: none can slip in behind the count.
    return this.changes.locked(scope, command, async (current) => {
      const unended = await this.executions.countUnended(scope, id);
      if (unended > 0 && !force) throw hasRuns(id, unended);
      const outcome = unended > 0 ? await this.executions.cancel(scope, { definitionId: id }) : undefined;
      await this.definitions.remove(scope, id, new Date());
      const after = outcome ? { after: { force, cancelled_executions: outcome.cancelled + outcome.requested } } : {};
      const change = { resourceId: id, before: snapshotOf(current), ...after };
      await this.audit.record(scope, by, { action: 'definition.deleted', ...change });
    });
  }
}

function hasRuns(id: string, count: number): DomainError {
  const runs = count === 1 ? '1 pending or running execution' : `${count} pending or running executions`;
  const message = `Definition "${id}" has ${runs}; wait for them, or delete with ?force=true.`;
  return new DomainError('definition_has_running_executions', message, { running_executions: count });
}
