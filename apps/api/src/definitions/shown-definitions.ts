import { FindConnection, type PageOf } from '@app/application';
import type { Definition, DefinitionContent, Problem, TenantScope } from '@app/domain';
import { Injectable } from '@nestjs/common';
import type { DefinitionQueryDto } from './definition-query.dto';
import { listensToNewCustomers, surroundingWarnings, type Surroundings } from './definition-warnings';
import { toDefinitionDto, toDefinitionListDto } from './definition.convert';
import type { DefinitionDto, DefinitionListDto } from './definition.dto';

/** Definitions as answers show them: with what there is around them to be warned of. */
@Injectable()
export class ShownDefinitions {
  constructor(private readonly findConnection: FindConnection) {}

  async one(scope: TenantScope, definition: Definition): Promise<DefinitionDto> {
    return toDefinitionDto(scope, definition, await this.around(scope, [definition]));
  }

  async page(scope: TenantScope, query: DefinitionQueryDto, page: PageOf<Definition>): Promise<DefinitionListDto> {
    return toDefinitionListDto(scope, query, page, await this.around(scope, page.items));
  }

  /** Of a definition that is not stored. */
  async surroundingWarnings(scope: TenantScope, content: DefinitionContent): Promise<Problem[]> {
    return surroundingWarnings(content, await this.around(scope, [content]));
  }

  /** Looks only where it can matter. */
  private async around(scope: TenantScope, definitions: readonly DefinitionContent[]): Promise<Surroundings> {
    if (!definitions.some(listensToNewCustomers)) return { hasBuiltInOnboarding: false };
    const connection = await this.findConnection.execute(scope);
    return { hasBuiltInOnboarding: connection?.hasBuiltInOnboarding ?? false };
  }
}
