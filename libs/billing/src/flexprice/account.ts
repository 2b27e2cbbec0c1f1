import type { TenantScope } from '@app/domain';

/** How a scope's Flexprice server is called. */
export interface FlexpriceAccount {
  /** With its version, without a slash at the end: `https://us.api.flexprice.io/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Sent along for keys that are not bound to an environment. */
  readonly environmentId?: string;
  /**
   * Told of each call before it is sent. Throws when whoever calls was away so long that another may act in its place.
   * @param isRead the call changes nothing
   */
  readonly beforeCall?: (isRead: boolean) => void;
}

/** The accounts of scopes. */
export abstract class FlexpriceAccounts {
  /** @throws rejected for a scope without a connection */
  abstract of(scope: TenantScope): Promise<FlexpriceAccount>;
}
