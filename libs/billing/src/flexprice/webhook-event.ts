import { isJsonObject, ValidationFailed, type JsonObject, type JsonValue } from '@app/domain';

/** What a webhook of Flexprice tells, as the members of an event. */
export interface WebhookContent {
  readonly event_name: string;
  readonly payload: JsonObject;
  readonly entity_type?: string;
  readonly entity_id?: string;
}

/** A changed transaction has another name in webhooks than a new one. */
const NAMES: Readonly<Record<string, string>> = { updated_transaction: 'transaction' };
/** As the events on Kafka have it: a transaction is an event of its wallet. */
const ENTITY_TYPES: Readonly<Record<string, string>> = { transaction: 'wallet' };
/** Other objects that an object may belong to. */
const OWNERS = ['customer_id', 'subscription_id', 'wallet_id'];

/**
 * Reads a webhook's body, `{ "event_type": "customer.created", "customer": { … } }`. The payload is the body without its
 * type, and with the ids that the same event has on Kafka, so that definitions need not know which way it came.
 * Throws `validation_failed` for what tells no event.
 */
export function readWebhook(body: JsonValue | undefined): WebhookContent {
  const { event_type: name, ...told } = isJsonObject(body) ? body : {};
  if (typeof name !== 'string' || name.trim() === '') throw noEvent();
  const [object] = Object.entries(told).flatMap(([member, value]) => {
    return isJsonObject(value) && isText(value.id) ? [{ name: NAMES[member] ?? member, value, id: value.id }] : [];
  });
  if (!object) return { event_name: name, payload: told };
  return {
    event_name: name,
    payload: { ...owners(object.value), [`${object.name}_id`]: object.id, ...told },
    ...{ entity_type: ENTITY_TYPES[object.name] ?? object.name, entity_id: object.id },
  };
}

function owners(object: JsonObject): JsonObject {
  return Object.fromEntries(OWNERS.flatMap((name) => (isText(object[name]) ? [[name, object[name]]] : [])));
}

function isText(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && value !== '';
}

function noEvent(): ValidationFailed {
  const detail = '"event_type" is missing or not a text.';
  return new ValidationFailed([{ pointer: '/event_type', code: 'required', detail }]);
}
