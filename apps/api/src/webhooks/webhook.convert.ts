import type { WebhookEvent } from '@app/application';
import { readWebhook } from '@app/billing';
import { ValidationFailed } from '@app/domain';
import { topicRefusal } from '../events/topic-refusal';
import { parseJsonBody } from '../http/json-body';
import type { SignedWebhook } from './signature.guard';

/**
 * A webhook as an event. The id of the message is the event's: an attempt that is repeated tells the same event. Throws
 * malformed_json or validation_failed for what was rightly signed and still cannot be read, so that the sender's own
 * list of deliveries shows it.
 */
export function toWebhookEvent({ id, sentAt, scope, body }: SignedWebhook): WebhookEvent {
  const event = { id, timestamp: sentAt.toISOString(), ...readWebhook(parseJsonBody(body.toString())) };
  const refusal = topicRefusal({ ...event, tenant_id: scope.tenantId, environment_id: scope.environmentId });
  if (refusal) throw new ValidationFailed([refusal]);
  return event;
}
