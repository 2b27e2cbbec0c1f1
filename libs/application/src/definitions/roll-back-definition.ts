import { Injectable } from '@nestjs/common';
import { contentOf, type Definition, type TenantScope } from '@app/domain';
import { DefinitionChanges, type DefinitionChangeCommand } from './definition-changes';
import { GetDefinitionVersion } from './get-definition-version';

export interface RollBackDefinitionCommand extends DefinitionChangeCommand {
  readonly version: number;
}

/**
 * Makes a new version that equals an old one; its name, description and state stay. Rolling back to what is current
 * changes nothing. Throws `not_found` for the definition and for the version, `precondition_failed`.
 */
@Injectable()
export class RollBackDefinition {
  constructor(
    private readonly changes: DefinitionChanges,
    private readonly getVersion: GetDefinitionVersion,
  ) {}

  execute(scope: TenantScope, command: RollBackDefinitionCommand): Promise<Definition> {
    const { id, version } = command;
    return this.changes.apply(scope, command, 'definition.rolled_back', async ({ name, description, enabled }) => {
      const old = await this.getVersion.execute(scope, { id, version });
      return { name, description, enabled, ...contentOf(old) };
    });
  }
}
