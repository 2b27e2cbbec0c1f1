import type { PendingExecutions } from '@app/application';
import { Room } from './room';

/** @param backlogs what the looks see, one after the other */
function roomOf(...backlogs: number[]): { room: Room; looks: () => number } {
  let looks = 0;
  const backlog = async (): Promise<number> => backlogs[looks++] ?? 0;
  return { room: new Room({ backlog } as unknown as PendingExecutions, { mostPending: 100 }), looks: () => looks };
}

describe('Room', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it.each([
    [0, true],
    [99, true],
    [100, false],
    [500, false],
  ])('with %i pending runs of 100 at most is there: %s', async (backlog, expected) => {
    expect(await roomOf(backlog).room.isThere()).toBe(expected);
  });

  it('is looked for once for what comes in the same moment', async () => {
    const { room, looks } = roomOf(0, 0);
    for (let turn = 0; turn < 5; turn++) {
      expect(await room.isThere()).toBe(true);
      room.use(9);
    }
    expect(looks()).toBe(1);
  });

  it('is looked for again when half of it is used up, and a moment later', async () => {
    const { room, looks } = roomOf(0, 60, 100);
    await room.isThere();
    room.use(50);
    expect(await room.isThere()).toBe(true);
    expect(looks()).toBe(2);
    jest.advanceTimersByTime(150);
    expect(await room.isThere()).toBe(false);
  });

  it('is looked for each time while there is none', async () => {
    const { room, looks } = roomOf(100, 100, 99);
    expect([await room.isThere(), await room.isThere(), await room.isThere()]).toEqual([false, false, true]);
    expect(looks()).toBe(3);
  });
});
