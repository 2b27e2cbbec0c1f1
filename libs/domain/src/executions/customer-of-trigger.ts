import { isJsonObject, type JsonObject } from '../shared/json';

const MOST_CHARACTERS = 255;

/** The customer a run is about, where a step's config names none: `customer_id`, then `customer.id`. A longer text is no id. */
export function customerOfTrigger(payload: JsonObject): string | undefined {
  if (isId(payload.customer_id)) return payload.customer_id;
  const { customer } = payload;
  return isJsonObject(customer) && isId(customer.id) ? customer.id : undefined;
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MOST_CHARACTERS;
}
