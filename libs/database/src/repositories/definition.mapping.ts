import {
  contentOf,
  type Definition,
  type DefinitionContent,
  type DefinitionVersion,
  type TenantScope,
} from '@app/domain';
import type { DefinitionVersionEntity } from '../entities/definition-version.entity';
import type { DefinitionEntity } from '../entities/definition.entity';

export function fromDefinitionRow({ current, ...row }: DefinitionEntity): Definition {
  if (!current) throw new Error(`Definition ${row.id} has no version ${row.version}`);
  const { id, name, description, enabled, version, revision, createdAt, updatedAt, createdBy, updatedBy } = row;
  return {
    id,
    name,
    description,
    enabled,
    version,
    revision,
    createdAt,
    updatedAt,
    createdBy,
    updatedBy,
    status: 'published',
    ...versionContent(current),
  };
}

export function toDefinitionRow(scope: TenantScope, definition: Definition): Omit<DefinitionEntity, 'current'> {
  const { id, name, description, enabled, version, createdAt, updatedAt, createdBy, updatedBy, revision, trigger } =
    definition;
  return {
    ...{ id, name, description, enabled, version, revision, createdAt, updatedAt, createdBy, updatedBy },
    triggerType: trigger.type,
    eventName: trigger.eventName ?? null,
    deletedAt: null,
    ...scope,
  };
}

/** Its current version, made by whoever changed it last. */
export function toVersionRow(scope: TenantScope, definition: Definition): DefinitionVersionEntity {
  const { id, version, updatedAt: createdAt, updatedBy: createdBy } = definition;
  return { definitionId: id, version, content: contentOf(definition), createdAt, createdBy, ...scope };
}

export function fromVersionRow(row: DefinitionVersionEntity): DefinitionVersion {
  const { definitionId, version, createdAt, createdBy } = row;
  return { definitionId, version, createdAt, createdBy, ...versionContent(row) };
}

export function versionContent({ content }: DefinitionVersionEntity): DefinitionContent {
  return content as DefinitionContent;
}
