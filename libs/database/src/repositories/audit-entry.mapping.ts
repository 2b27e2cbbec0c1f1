import type { AuditEntry, JsonObject, TenantScope } from '@app/domain';
import type { AuditEntryEntity } from '../entities/audit-entry.entity';

export function toAuditRow(
  scope: TenantScope,
  { actor, origin, before, after, ...entry }: AuditEntry,
): AuditEntryEntity {
  return {
    ...entry,
    ...origin,
    ...{ actorKind: actor.kind, actorId: actor.actorId, before: before ?? null, after: after ?? null },
    ...scope,
  };
}

export function fromAuditRow(row: AuditEntryEntity): AuditEntry {
  const { id, createdAt, action, resource, resourceId, route, requestId, address, before, after } = row;
  return {
    ...{ id, createdAt, action, resource, resourceId },
    actor: { kind: row.actorKind, actorId: row.actorId },
    origin: { route, requestId, address },
    ...(before && { before: before as JsonObject }),
    ...(after && { after: after as JsonObject }),
  };
}
