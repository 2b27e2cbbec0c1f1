import { PERMISSIONS, type Caller } from '@app/domain';
import { ACME_PROD } from './scopes';

/** A user who may do everything, in the middle of a call. */
export function aCaller(fields: Partial<Caller> = {}): Caller {
  return {
    ...{ scope: ACME_PROD, kind: 'user', actorId: 'user_ann', permissions: PERMISSIONS },
    origin: { route: 'POST /api/v1/workflows/definitions', requestId: 'req_1', address: '192.0.2.1' },
    ...fields,
  };
}
