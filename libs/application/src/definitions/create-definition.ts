import { Injectable } from '@nestjs/common';
import type { Definition, DefinitionDraft, Principal, TenantScope } from '@app/domain';
import { DefinitionRepository } from '../ports/definition-repository';
import { newId } from '../shared/new-id';

export interface CreateDefinitionCommand {
  /** Checked before: shapes, configs and `checkDefinition`. */
  readonly draft: DefinitionDraft;
  readonly createdBy: Principal['actorId'];
}

/** PRD UC-1: stores a tenant's workflow as version 1. Throws `name_taken`. */
@Injectable()
export class CreateDefinition {
  constructor(private readonly definitions: DefinitionRepository) {}

  async execute(scope: TenantScope, { draft, createdBy }: CreateDefinitionCommand): Promise<Definition> {
    const now = new Date();
    const created = {
      id: newId('wf'),
      version: 1,
      status: 'published',
      createdAt: now,
      updatedAt: now,
      createdBy,
    } as const;
    const definition: Definition = { ...draft, ...created };
    await this.definitions.insert(scope, definition);
    return definition;
  }
}
