import type { AuditedDefinition, AuditedExecution, DeepPageOf, ListAuditEntriesQuery } from '@app/application';
import type { AuditedResource, AuditEntry, JsonObject } from '@app/domain';
import { toContentDto } from '../definitions/definition-content.convert';
import { toDeepPage } from '../http/deep-page-query.dto';
import { toDeepPagination } from '../http/pagination.dto';
import type { AuditQueryDto } from './audit-query.dto';
import type { AuditEntryDto, AuditListDto } from './audit.dto';

type Snapshot = Record<string, unknown>;

/** How what was kept of a resource is shown: as its own routes show it. */
const SHOWN: Readonly<Record<AuditedResource, (kept: JsonObject) => Snapshot>> = {
  // What is left of a definition after a forced delete is no definition.
  definition: (kept) => ('steps' in kept ? toDefinitionSnapshot(kept as unknown as AuditedDefinition) : kept),
  execution: (kept) => toExecutionSnapshot(kept as unknown as AuditedExecution),
  api_key: (kept) => kept,
  connection: (kept) => kept,
};

export function toAuditListDto(query: AuditQueryDto, found: DeepPageOf<AuditEntry>): AuditListDto {
  return { items: found.items.map(toAuditEntryDto), pagination: toDeepPagination(query, found) };
}

export function toListQuery(query: AuditQueryDto): ListAuditEntriesQuery {
  const { actor_id, action, resource_type, resource_id, request_id, created_from, created_to } = query;
  const filter = {
    ...(actor_id !== undefined && { actorId: actor_id }),
    ...(action && { action }),
    ...(resource_type && { resource: resource_type }),
    ...(resource_id !== undefined && { resourceId: resource_id }),
    ...(request_id !== undefined && { requestId: request_id }),
    ...(created_from && { createdFrom: created_from }),
    ...(created_to && { createdTo: created_to }),
  };
  return { filter, page: toDeepPage(query) };
}

function toAuditEntryDto({
  id,
  createdAt,
  actor,
  action,
  resource,
  resourceId,
  origin,
  ...entry
}: AuditEntry): AuditEntryDto {
  const show = SHOWN[resource];
  return {
    ...{ id, created_at: createdAt.toISOString(), action },
    actor: { type: actor.kind, id: actor.actorId },
    resource: { type: resource, id: resourceId },
    ...{ route: origin.route, request_id: origin.requestId, ip_address: origin.address },
    ...(entry.before && { before: show(entry.before) }),
    ...(entry.after && { after: show(entry.after) }),
  };
}

function toDefinitionSnapshot({ name, description, enabled, version, ...content }: AuditedDefinition): Snapshot {
  return { name, description, enabled, version, ...toContentDto(content) };
}

function toExecutionSnapshot({ definitionId, definitionVersion, triggerData }: AuditedExecution): Snapshot {
  return { workflow_id: definitionId, workflow_version: definitionVersion, trigger_data: triggerData };
}
