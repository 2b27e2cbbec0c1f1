import { Injectable } from '@nestjs/common';
import type { AuditAction, AuditedResource, Caller, JsonObject, TenantScope } from '@app/domain';
import { AuditLog } from '../ports/audit-log';
import { newId } from '../shared/new-id';

export interface AuditedChange {
  readonly action: AuditAction;
  readonly resourceId: string;
  readonly before?: object;
  readonly after?: object;
}

/** Writes down what a caller has done. Call it in the change's own transaction. */
@Injectable()
export class Audit {
  constructor(private readonly log: AuditLog) {}

  async record(scope: TenantScope, { kind, actorId, origin }: Caller, change: AuditedChange): Promise<void> {
    const { action, resourceId, before, after } = change;
    await this.log.append(scope, {
      id: newId('aud'),
      createdAt: new Date(),
      actor: { kind, actorId },
      action,
      resource: action.split('.', 1)[0] as AuditedResource,
      resourceId,
      origin,
      ...(before && { before: before as JsonObject }),
      ...(after && { after: after as JsonObject }),
    });
  }
}
