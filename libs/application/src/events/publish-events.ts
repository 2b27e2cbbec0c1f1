import { Injectable } from '@nestjs/common';
import type { EventEnvelope } from '@app/contracts';
import type { Principal, TenantScope } from '@app/domain';
import { EventPublisher } from '../ports/event-publisher';

/** An event as a tenant tells it over REST; its scope is the credential's. */
export type ToldEvent = Omit<EventEnvelope, 'tenant_id' | 'environment_id' | 'user_id' | 'timestamp' | 'causation'> & {
  /** RFC 3339. Default: now. */
  readonly timestamp?: string;
};

export interface PublishEventsCommand {
  readonly events: readonly ToldEvent[];
  readonly by: Pick<Principal, 'actorId'>;
}

/**
 * Puts events on the topic of all events, where they go the way of every other one. When it returns they are durable
 * there. After `unavailable` some of them may be; sending all again changes nothing, since their ids stay.
 */
@Injectable()
export class PublishEvents {
  constructor(private readonly publisher: EventPublisher) {}

  execute(scope: TenantScope, { events, by }: PublishEventsCommand): Promise<void> {
    return this.publisher.publish(events.map((event) => toEnvelope(scope, event, by.actorId)));
  }
}

/** What will lie on the topic for an event. */
export function toEnvelope({ tenantId, environmentId }: TenantScope, event: ToldEvent, userId: string): EventEnvelope {
  const scope = { tenant_id: tenantId, environment_id: environmentId, user_id: userId };
  return { ...event, timestamp: event.timestamp ?? new Date().toISOString(), ...scope };
}
