import { PERMISSIONS, type Permission } from './principal';

const READ: readonly Permission[] = ['workflows:read', 'billing:read', 'connections:read'];
const WORK: readonly Permission[] = ['workflows:write', 'workflows:execute', 'billing:write', 'connections:write'];

/**
 * What Flexprice's own roles may do here. Its event roles are about usage events, and say nothing of workflows. Keys are
 * administration: writers cannot make any.
 */
const PERMISSIONS_OF: Readonly<Record<string, readonly Permission[]>> = {
  super_admin: PERMISSIONS,
  all_writer: [...READ, ...WORK],
  all_reader: READ,
  event_ingestor: [],
  event_reader: [],
};

/** The permissions of roles together; an unknown role has none. */
export function permissionsOfRoles(roles: readonly unknown[]): Permission[] {
  const known = roles.filter((role): role is string => typeof role === 'string' && Object.hasOwn(PERMISSIONS_OF, role));
  return [...new Set(known.flatMap((role) => PERMISSIONS_OF[role] ?? []))];
}
