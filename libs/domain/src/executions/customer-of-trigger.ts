import { isJsonObject, type JsonObject } from '../shared/json';

/** The customer a run is about, where a step's config names none: `customer_id`, then `customer.id`. */
export function customerOfTrigger(payload: JsonObject): string | undefined {
  if (typeof payload.customer_id === 'string') return payload.customer_id;
  const { customer } = payload;
  return isJsonObject(customer) && typeof customer.id === 'string' ? customer.id : undefined;
}
