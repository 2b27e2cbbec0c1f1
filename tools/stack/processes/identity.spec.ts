import { identify, isRunning, ownIdentity } from './identity.ts';

it('knows this process', () => {
  expect(isRunning(ownIdentity())).toBe(true);
});

it('does not take another process with the same pid for it', () => {
  expect(isRunning({ ...ownIdentity(), startedAt: 'before' })).toBe(false);
});

it('finds nobody under a pid that cannot be', () => {
  expect(identify(2 ** 30)).toBeUndefined();
});
