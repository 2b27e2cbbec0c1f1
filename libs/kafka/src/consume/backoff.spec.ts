import { Backoff } from './backoff';

it('waits longer each time, up to ten seconds, and starts again after a success', () => {
  const backoff = new Backoff();
  const waits = Array.from({ length: 8 }, () => backoff.failed(1));
  expect(waits).toEqual([200, 400, 800, 1600, 3200, 6400, 10_000, 10_000]);
  expect(backoff.failed(2)).toBe(200);
  backoff.succeeded(1);
  expect(backoff.failed(1)).toBe(200);
});

it('waits no longer than it is told', () => {
  const backoff = new Backoff();
  expect(Array.from({ length: 4 }, () => backoff.failed(1, 500))).toEqual([200, 400, 500, 500]);
});
