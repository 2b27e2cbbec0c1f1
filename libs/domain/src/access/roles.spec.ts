import { PERMISSIONS, type Permission } from './principal';
import { permissionsOfRoles } from './roles';

const READER: Permission[] = ['workflows:read', 'billing:read', 'connections:read'];
const WRITER: Permission[] = [...READER, 'workflows:write', 'workflows:execute', 'billing:write', 'connections:write'];

it.each<[unknown[], readonly Permission[]]>([
  [[], []],
  [['super_admin'], PERMISSIONS],
  [['all_writer'], WRITER],
  [['all_reader'], READER],
  [['event_ingestor'], []],
  [['event_reader'], []],
  [['all_reader', 'all_writer'], WRITER],
  [['event_reader', 'all_reader'], READER],
  [['admin'], []],
  [['toString', '__proto__', 'constructor'], []],
  [[7, null, ['super_admin']], []],
])('the roles %j have the permissions %j', (roles, permissions) => {
  expect(permissionsOfRoles(roles).sort()).toEqual([...permissions].sort());
});
