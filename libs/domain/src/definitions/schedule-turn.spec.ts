import type { ScheduleOverlap } from './schedule';
import { isTooLate, takeTurn } from './schedule-turn';

const at = (hour: number): Date => new Date(Date.UTC(2026, 9, 26, hour));
const [EARLIER, NOW, LATER] = [at(7), at(8), at(9)];

describe('takeTurn', () => {
  const busy = true;
  it.each<[ScheduleOverlap, boolean, Date | undefined, { starts?: Date; waits?: Date }]>([
    ['allow_all', busy, undefined, { starts: NOW }],
    ['allow_all', !busy, EARLIER, { starts: NOW }],
    ['skip', busy, undefined, {}],
    ['skip', busy, NOW, {}],
    ['skip', !busy, EARLIER, { starts: NOW }],
    ['buffer_one', busy, undefined, { waits: NOW }],
    ['buffer_one', busy, NOW, { waits: NOW }],
    ['buffer_one', busy, EARLIER, { waits: EARLIER }],
    ['buffer_one', busy, LATER, { waits: LATER }],
    ['buffer_one', !busy, undefined, { starts: NOW }],
    ['buffer_one', !busy, NOW, { starts: NOW }],
    ['buffer_one', !busy, EARLIER, { starts: EARLIER, waits: NOW }],
    ['buffer_one', !busy, LATER, { starts: NOW, waits: LATER }],
  ])('%s, busy: %s, waiting: %p', (overlap, isBusy, waiting, decision) => {
    expect(takeTurn({ overlap, isBusy, time: NOW, waiting })).toEqual(decision);
  });
});

it.each([
  ['at its moment', 0, false],
  ['within jitter and window', 660, false],
  ['after both', 661, true],
])('a time is too late or not: %s', (_, seconds, expected) => {
  expect(isTooLate(NOW, NOW.getTime() + seconds * 1000, { jitterSeconds: 60, catchUpWindowSeconds: 600 })).toBe(
    expected,
  );
});
