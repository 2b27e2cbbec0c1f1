import { Injectable } from '@nestjs/common';
import { NotFound, type Definition, type TenantScope } from '@app/domain';
import { DefinitionRepository } from '../ports/definition-repository';

/** One live definition. Throws `not_found`. */
@Injectable()
export class GetDefinition {
  constructor(private readonly definitions: DefinitionRepository) {}

  async execute(scope: TenantScope, { id }: { id: string }): Promise<Definition> {
    const definition = await this.definitions.findById(scope, id);
    if (!definition) throw new NotFound('definition', id);
    return definition;
  }
}
