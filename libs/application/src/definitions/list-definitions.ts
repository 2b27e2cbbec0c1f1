import { Injectable } from '@nestjs/common';
import type { Definition, TenantScope } from '@app/domain';
import { DefinitionRepository, type DefinitionFilter } from '../ports/definition-repository';
import type { Page, PageOf } from '../shared/page';

export interface ListDefinitionsQuery {
  readonly filter: DefinitionFilter;
  readonly page: Page;
}

/** A scope's live definitions, newest first. */
@Injectable()
export class ListDefinitions {
  constructor(private readonly definitions: DefinitionRepository) {}

  execute(scope: TenantScope, { filter, page }: ListDefinitionsQuery): Promise<PageOf<Definition>> {
    return this.definitions.list(scope, filter, page);
  }
}
