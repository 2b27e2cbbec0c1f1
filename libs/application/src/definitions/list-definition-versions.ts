import { Injectable } from '@nestjs/common';
import type { DefinitionVersion, TenantScope } from '@app/domain';
import { DefinitionRepository } from '../ports/definition-repository';
import type { Page, PageOf } from '../shared/page';
import { GetDefinition } from './get-definition';

export interface ListDefinitionVersionsQuery {
  readonly id: string;
  readonly page: Page;
}

/** The versions of a live definition, newest first. Throws `not_found`. */
@Injectable()
export class ListDefinitionVersions {
  constructor(
    private readonly getDefinition: GetDefinition,
    private readonly definitions: DefinitionRepository,
  ) {}

  async execute(scope: TenantScope, { id, page }: ListDefinitionVersionsQuery): Promise<PageOf<DefinitionVersion>> {
    await this.getDefinition.execute(scope, { id });
    return this.definitions.listVersions(scope, id, page);
  }
}
