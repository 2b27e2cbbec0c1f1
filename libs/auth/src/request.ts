import type { Principal } from '@app/domain';
import type { IncomingHttpHeaders } from 'node:http';

/** A request as the guard leaves it: with its principal, unless its route is public. */
export interface AuthenticatedRequest {
  readonly headers: IncomingHttpHeaders;
  principal?: Principal;
}
