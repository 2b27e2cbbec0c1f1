import { Injectable } from '@nestjs/common';
import { NotFound, type DefinitionVersion, type TenantScope } from '@app/domain';
import { DefinitionRepository } from '../ports/definition-repository';
import { GetDefinition } from './get-definition';

/** One version of a live definition. Throws `not_found`. */
@Injectable()
export class GetDefinitionVersion {
  constructor(
    private readonly getDefinition: GetDefinition,
    private readonly definitions: DefinitionRepository,
  ) {}

  async execute(scope: TenantScope, { id, version }: { id: string; version: number }): Promise<DefinitionVersion> {
    await this.getDefinition.execute(scope, { id });
    const found = await this.definitions.findVersion(scope, id, version);
    if (!found) throw new NotFound(`version of definition "${id}"`, String(version));
    return found;
  }
}
