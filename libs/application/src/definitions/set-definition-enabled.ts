import { Injectable } from '@nestjs/common';
import { draftOf, type Definition, type TenantScope } from '@app/domain';
import { DefinitionChanges, type DefinitionChangeCommand } from './definition-changes';

export interface SetDefinitionEnabledCommand extends DefinitionChangeCommand {
  readonly enabled: boolean;
}

/** Lets a definition start runs, or lets it start no more. Repeated calls change nothing. Throws `not_found`. */
@Injectable()
export class SetDefinitionEnabled {
  constructor(private readonly changes: DefinitionChanges) {}

  execute(scope: TenantScope, command: SetDefinitionEnabledCommand): Promise<Definition> {
    const { enabled } = command;
    const action = enabled ? 'definition.enabled' : 'definition.disabled';
    return this.changes.apply(scope, command, action, (current) => ({ ...draftOf(current), enabled }));
  }
}
