import type { Fetch, JsonObject, TenantScope } from '@app/domain';

/** The objects of the billing server that a scope is connected to, as it shows them. */
export abstract class BillingObjects {
  /**
   * @returns nothing where the server has no such object
   * @throws timeout, unavailable, rate_limited, permission_denied, rejected: it may be there, and cannot be had now
   */
  abstract fetch(scope: TenantScope, what: Fetch): Promise<JsonObject | undefined>;
}
