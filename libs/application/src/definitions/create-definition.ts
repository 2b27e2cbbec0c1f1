import { Injectable } from '@nestjs/common';
import type { Caller, Definition, DefinitionInput, TenantScope } from '@app/domain';
import { Audit } from '../audit/audit';
import { DefinitionRepository } from '../ports/definition-repository';
import { Transactions } from '../ports/transactions';
import { newId } from '../shared/new-id';
import { snapshotOf } from './definition-changes';

export interface CreateDefinitionCommand {
  /** Checked before: shapes, configs and `checkDefinition`. Enabled unless it says otherwise. */
  readonly draft: DefinitionInput;
  readonly by: Caller;
}

/** PRD UC-1: stores a tenant's workflow as version 1. Throws `name_taken`, `quota_exceeded`. */
@Injectable()
export class CreateDefinition {
  constructor(
    private readonly transactions: Transactions,
    private readonly definitions: DefinitionRepository,
    private readonly audit: Audit,
  ) {}

  async execute(scope: TenantScope, { draft, by }: CreateDefinitionCommand): Promise<Definition> {
    const definition = newDefinition(draft, by.actorId);
    await this.transactions.run(scope, async () => {
      await this.definitions.insert(scope, definition);
      const { id: resourceId } = definition;
      await this.audit.record(scope, by, { action: 'definition.created', resourceId, after: snapshotOf(definition) });
    });
    return definition;
  }
}

function newDefinition(draft: DefinitionInput, createdBy: string): Definition {
  const now = new Date();
  const made = {
    id: newId('wf'),
    version: 1,
    revision: 1,
    status: 'published',
    createdBy,
    updatedBy: createdBy,
  } as const;
  return { enabled: true, ...draft, ...made, createdAt: now, updatedAt: now };
}
