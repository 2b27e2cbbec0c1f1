import { ulid } from 'ulid';
import type { Clock } from './clock';
import type { JsonObject } from './json';
import type { Caller } from './scope';

/** A system event as it stands on the topic. */
export interface SystemEvent {
  readonly id: string;
  readonly event_name: string;
  readonly tenant_id: string;
  readonly environment_id: string;
  readonly user_id: string;
  readonly timestamp: string;
  readonly payload: JsonObject;
  readonly entity_type: string;
  readonly entity_id: string;
}

export type EventListener = (event: SystemEvent) => void;

export function publishedBy(caller: Caller, clock: Clock, name: string, entityId: string): SystemEvent {
  return {
    id: `sys_event_${ulid(clock.now())}`,
    event_name: name,
    tenant_id: caller.tenantId,
    environment_id: caller.environmentId,
    user_id: caller.userId,
    timestamp: clock.text(),
    payload: payloadOf(name, entityId, caller.tenantId),
    entity_type: name.slice(0, name.indexOf('.')),
    entity_id: entityId,
  };
}

function payloadOf(name: string, id: string, tenantId: string): JsonObject {
  if (name.startsWith('wallet.transaction.')) return { event_type: '', transaction_id: id, tenant_id: tenantId };
  if (name.startsWith('wallet.')) return { event_type: name, wallet_id: id, tenant_id: tenantId };
  if (name.startsWith('subscription.')) {
    return { event_type: '', subscription_id: id, tenant_id: tenantId, environment_id: '' };
  }
  return { [`${name.slice(0, name.indexOf('.'))}_id`]: id, tenant_id: tenantId };
}
