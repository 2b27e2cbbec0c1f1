import { Injectable } from '@nestjs/common';
import {
  changeDefinition,
  DomainError,
  draftOf,
  NotFound,
  type AuditAction,
  type Caller,
  type Definition,
  type DefinitionDraft,
  type TenantScope,
} from '@app/domain';
import { Audit } from '../audit/audit';
import { DefinitionRepository } from '../ports/definition-repository';
import { Transactions } from '../ports/transactions';

/** Which definition is to be changed, by whom, and from which state on. */
export interface DefinitionChangeCommand {
  readonly id: string;
  readonly by: Caller;
  /** The revisions that the caller knows (`If-Match`); left out, any will do. */
  readonly revisions?: readonly number[];
}

/** The one road of every change to a live definition: lock, compare, change, store, write down. */
@Injectable()
export class DefinitionChanges {
  constructor(
    private readonly transactions: Transactions,
    private readonly definitions: DefinitionRepository,
    private readonly audit: Audit,
  ) {}

  /**
   * Changes a definition to a draft made of it; where nothing differs, nothing is stored or written down.
   * @throws not_found, precondition_failed, name_taken, and what `draft` throws
   */
  apply(
    scope: TenantScope,
    command: DefinitionChangeCommand,
    action: AuditAction,
    draft: (current: Definition) => DefinitionDraft | Promise<DefinitionDraft>,
  ): Promise<Definition> {
    return this.locked(scope, command, async (current) => {
      const changed = changeDefinition(current, await draft(current), {
        updatedAt: new Date(),
        updatedBy: command.by.actorId,
      });
      if (!changed) return current;
      await this.definitions.update(scope, changed);
      const change = { before: snapshotOf(current), after: snapshotOf(changed) };
      await this.audit.record(scope, command.by, { action, resourceId: current.id, ...change });
      return changed;
    });
  }

  /** One transaction in which nobody else changes the definition. Throws `not_found`, `precondition_failed`. */
  locked<T>(
    scope: TenantScope,
    { id, revisions }: DefinitionChangeCommand,
    work: (current: Definition) => Promise<T>,
  ): Promise<T> {
    return this.transactions.run(scope, async () => {
      const current = await this.definitions.lock(scope, id);
      if (!current) throw new NotFound('definition', id);
      if (revisions && !revisions.includes(current.revision)) throw lostUpdate(current);
      return work(current);
    });
  }
}

/** What the audit keeps of a definition. */
export type AuditedDefinition = DefinitionDraft & Pick<Definition, 'version'>;

export function snapshotOf(definition: Definition): AuditedDefinition {
  return { version: definition.version, ...draftOf(definition) };
}

function lostUpdate({ id, revision }: Definition): DomainError {
  const message = `Definition "${id}" has changed since it was read; its ETag is "${revision}" now.`;
  return new DomainError('precondition_failed', message, { revision });
}
