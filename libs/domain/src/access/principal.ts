import type { TenantScope } from '../shared/tenant-scope';

/** PRD, Access Control: `workflows:*`; `billing:*` guard the embedded billing ledger, `api_keys:*` the keys, `connections:*` the billing servers. */
export const PERMISSIONS = [
  'workflows:read',
  'workflows:write',
  'workflows:execute',
  'billing:read',
  'billing:write',
  'api_keys:read',
  'api_keys:write',
  'connections:read',
  'connections:write',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export function isPermission(value: unknown): value is Permission {
  return PERMISSIONS.includes(value as Permission);
}

/** Who calls: one actor, in exactly one scope, with what it may do. Comes from the credential alone. */
export interface Principal {
  readonly scope: TenantScope;
  /** `user` for a token of a person, `api_key` for a key. Decides a run's trigger type: manual or api. */
  readonly kind: 'user' | 'api_key';
  /** The user's id or the key's id. */
  readonly actorId: string;
  readonly permissions: readonly Permission[];
}
