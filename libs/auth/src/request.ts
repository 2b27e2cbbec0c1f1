import type { Principal } from '@app/domain';
import type { IncomingHttpHeaders } from 'node:http';

/** A request as the guard leaves it: with its principal, unless its route is public. */
export interface AuthenticatedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly id: string;
  readonly ip: string;
  readonly method: string;
  /** The route's pattern, such as `/api/v1/workflows/definitions/:id`. */
  readonly routeOptions: { readonly url?: string | undefined };
  principal?: Principal;
}
