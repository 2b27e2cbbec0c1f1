import { groupByScope, inTurns, type TenantScope } from './tenant-scope';

const [A, B]: [TenantScope, TenantScope] = [
  { tenantId: 'a', environmentId: 'x' },
  { tenantId: 'b', environmentId: 'x' },
];

it('gives every scope its share before any has a second one', () => {
  const items = [A, A, A, B, A, A].map((scope, place) => ({ scope, place }));
  const turns = [...inTurns(groupByScope(items), 2)].map(([{ tenantId }, own]) => [
    tenantId,
    own.map(({ place }) => place),
  ]);
  expect(turns).toEqual([
    ['a', [0, 1]],
    ['b', [3]],
    ['a', [2, 4]],
    ['a', [5]],
  ]);
});
