import { Injectable } from '@nestjs/common';
import type { EventEnvelope } from '@app/contracts';
import type { TenantScope } from '@app/domain';
import { EventPublisher } from '../ports/event-publisher';

/** An event as a connection's server tells it; its scope is the connection's, and nobody is known to have caused it. */
export type WebhookEvent = Omit<EventEnvelope, 'tenant_id' | 'environment_id' | 'user_id' | 'causation'>;

/**
 * Puts what a server has told on the topic of all events, where it goes the way of every other one. When it returns it
 * is durable there. Throws `unavailable`: then the sender comes again, with the same id.
 */
@Injectable()
export class AcceptWebhook {
  constructor(private readonly publisher: EventPublisher) {}

  execute({ tenantId, environmentId }: TenantScope, { event }: { event: WebhookEvent }): Promise<void> {
    return this.publisher.publish([{ ...event, tenant_id: tenantId, environment_id: environmentId }]);
  }
}
