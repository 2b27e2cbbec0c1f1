import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '@app/application';
import type { EventEnvelope } from '@app/contracts';
import type { JsonObject, TenantScope } from '@app/domain';

/** Channel that wakes the relay. */
export const OUTBOX_CHANNEL = 'billing_outbox';

export interface OutgoingEvent {
  readonly name: string;
  readonly entityType: string;
  readonly entityId: string;
  readonly payload: JsonObject;
  /** Who made the change, when that is known. */
  readonly userId?: string;
  /** The run that made the change, when one did. */
  readonly causation?: { readonly executionId: string; readonly depth: number };
}

const APPEND = `
  WITH added AS (
    INSERT INTO billing.outbox (tenant_id, environment_id, envelope) VALUES ($1, $2, $3::jsonb) RETURNING id)
  SELECT pg_notify('${OUTBOX_CHANNEL}', '') FROM added`;

/** Events leave by a row in the transaction of what they tell of: none without the change, no change without them. */
@Injectable()
export class Outbox {
  async append(manager: EntityManager, scope: TenantScope, event: OutgoingEvent): Promise<void> {
    const envelope = JSON.stringify(toEnvelope(scope, event));
    await manager.query(APPEND, [scope.tenantId, scope.environmentId, envelope]);
  }
}

function toEnvelope({ tenantId, environmentId }: TenantScope, event: OutgoingEvent): EventEnvelope {
  const { name, entityType, entityId, payload, userId, causation } = event;
  return {
    id: newId('sys_event'),
    event_name: name,
    tenant_id: tenantId,
    environment_id: environmentId,
    ...(userId !== undefined && { user_id: userId }),
    timestamp: new Date().toISOString(),
    payload,
    entity_type: entityType,
    entity_id: entityId,
    ...(causation && { causation: { execution_id: causation.executionId, depth: causation.depth } }),
  };
}
