import { letsPass } from './postgres-account.ts';

const account = { uid: 101, gid: 104 };

it.each([
  ['open to all', { mode: 0o755, uid: 0, gid: 0 }, true],
  ["closed, another's", { mode: 0o700, uid: 0, gid: 0 }, false],
  ['closed, its own', { mode: 0o700, uid: 101, gid: 0 }, true],
  ['open to its group', { mode: 0o710, uid: 0, gid: 104 }, true],
  ['closed to its group, open to others', { mode: 0o701, uid: 0, gid: 104 }, false],
  ['to be read but not entered', { mode: 0o744, uid: 0, gid: 0 }, false],
])('a folder that is %s', (_how, folder, expected) => {
  expect(letsPass(folder, account)).toBe(expected);
});
