import { Injectable } from '@nestjs/common';
import type { Definition, DefinitionInput, TenantScope } from '@app/domain';
import { DefinitionChanges, type DefinitionChangeCommand } from './definition-changes';

export interface ReplaceDefinitionCommand extends DefinitionChangeCommand {
  /** Checked before, as for a new one. Without `enabled` that stays as it is. */
  readonly draft: DefinitionInput;
}

/**
 * Replaces a definition; runs under way keep their version. Other content makes a new version, the same makes none.
 * Throws `not_found`, `precondition_failed`, `name_taken`.
 */
@Injectable()
export class ReplaceDefinition {
  constructor(private readonly changes: DefinitionChanges) {}

  execute(scope: TenantScope, command: ReplaceDefinitionCommand): Promise<Definition> {
    return this.changes.apply(scope, command, 'definition.updated', ({ enabled }) => ({ enabled, ...command.draft }));
  }
}
