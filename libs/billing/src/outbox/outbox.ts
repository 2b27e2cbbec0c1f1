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

/**
 * Events leave by a row in the transaction of what they tell of: none without the change, no change without them.
 * This is a CTE beside the one that makes the change: it keeps the events of a JSON list, when that one has a row.
 * The statement's own result must contain {@link WAKE_RELAY}.
 */
export function telling(change: string, events: string): string {
  return `told AS (
    INSERT INTO billing.outbox (tenant_id, environment_id, envelope)
    SELECT $1, $2, event.envelope
    FROM jsonb_array_elements(${events}::jsonb) WITH ORDINALITY AS event (envelope, place)
    WHERE EXISTS (SELECT 1 FROM ${change})
    ORDER BY event.place RETURNING id)`;
}

/**
 * Only of a scope's first ones: while others wait the relay goes on by itself, and whoever notifies commits one after
 * another.
 */
export const WAKE_RELAY = `(SELECT pg_notify('${OUTBOX_CHANNEL}', '')::text FROM told
    WHERE NOT EXISTS (SELECT 1 FROM billing.outbox AS o WHERE o.tenant_id = $1 AND o.environment_id = $2) LIMIT 1) AS woken`;

const APPEND = `WITH change AS (SELECT 1), ${telling('change', '$3')} SELECT ${WAKE_RELAY}`;

/** Keeps an event in the transaction of the change that it tells of. */
export async function tell(manager: EntityManager, scope: TenantScope, event: OutgoingEvent): Promise<void> {
  await manager.query(APPEND, [scope.tenantId, scope.environmentId, toEnvelopes(scope, [event])]);
}

/** The JSON list that {@link telling} takes. */
export function toEnvelopes(scope: TenantScope, events: readonly OutgoingEvent[]): string {
  return JSON.stringify(events.map((event) => toEnvelope(scope, event)));
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
