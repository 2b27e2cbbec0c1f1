import type { Entitlement, Price } from './rows';
import type { Seen } from './tables';

/** The entitlements of a plan or a subscription that are not deleted. */
export function entitlementsOf(seen: Seen, entityType: string, entityId: string): Entitlement[] {
  const found = seen.entitlements
    .all()
    .filter((each) => each.entity_type === entityType && each.status === 'published');
  return found.filter((each) => each.entity_id === entityId).map(withPlanId);
}

/** The plan of an entitlement is named twice. */
export const withPlanId = (entitlement: Entitlement): Entitlement =>
  entitlement.entity_type === 'PLAN' ? { ...entitlement, plan_id: entitlement.entity_id } : entitlement;

/** A plan's prices, newest first, ended ones included. */
export function pricesOf(seen: Seen, planId: string): Price[] {
  const prices = seen.prices.all().filter((each) => each.entity_id === planId && each.status === 'published');
  return prices.reverse();
}
