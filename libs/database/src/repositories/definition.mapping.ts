import type { Definition, DefinitionContent, TenantScope } from '@app/domain';
import type { DefinitionVersionEntity } from '../entities/definition-version.entity';
import type { DefinitionEntity } from '../entities/definition.entity';

export function fromDefinitionRow({ current, ...row }: DefinitionEntity): Definition {
  if (!current) throw new Error(`Definition ${row.id} has no version ${row.version}`);
  const { id, name, description, enabled, version, createdAt, updatedAt, createdBy } = row;
  return {
    id,
    name,
    description,
    enabled,
    version,
    createdAt,
    updatedAt,
    createdBy,
    status: 'published',
    ...versionContent(current),
  };
}

export function toDefinitionRow(scope: TenantScope, definition: Definition): Omit<DefinitionEntity, 'current'> {
  const { id, name, description, enabled, version, createdAt, updatedAt, createdBy, trigger } = definition;
  return {
    ...{ id, name, description, enabled, version, createdAt, updatedAt, createdBy },
    triggerType: trigger.type,
    eventName: trigger.eventName ?? null,
    deletedAt: null,
    ...scope,
  };
}

export function toVersionRow(scope: TenantScope, definition: Definition): DefinitionVersionEntity {
  return { definitionId: definition.id, version: definition.version, content: contentOf(definition), ...scope };
}

export function versionContent({ content }: DefinitionVersionEntity): DefinitionContent {
  return content as DefinitionContent;
}

function contentOf({ trigger, steps, retryPolicy, timeoutSeconds }: DefinitionContent): DefinitionContent {
  return { trigger, steps, timeoutSeconds, ...(retryPolicy && { retryPolicy }) };
}
