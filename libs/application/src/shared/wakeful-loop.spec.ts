import { setTimeout as sleep } from 'node:timers/promises';
import { WakefulLoop } from './wakeful-loop';

const NEVER_MS = 60_000;

function loopOf(
  results: (boolean | Error)[],
  pollMs = NEVER_MS,
): { loop: WakefulLoop; rounds: () => number; errors: unknown[] } {
  let rounds = 0;
  const errors: unknown[] = [];
  const round = async (): Promise<boolean> => {
    const result = results[rounds++] ?? false;
    if (result instanceof Error) throw result;
    return result;
  };
  const loop = new WakefulLoop(round, { pollMs, onError: (error) => errors.push(error) });
  return { loop, rounds: () => rounds, errors };
}

describe('WakefulLoop', () => {
  it('goes on at once while there is more, then pauses', async () => {
    const { loop, rounds } = loopOf([true, true, false]);
    loop.start();
    await sleep(20);
    expect(rounds()).toBe(3);
    await loop.stop();
  });

  it('is woken out of its pause', async () => {
    const { loop, rounds } = loopOf([]);
    loop.start();
    await sleep(5);
    loop.wake();
    await sleep(5);
    expect(rounds()).toBe(2);
    await loop.stop();
  });

  it('does one more round when it is woken during one', async () => {
    let rounds = 0;
    const loop: WakefulLoop = new WakefulLoop(
      async () => {
        if (++rounds === 1) loop.wake();
        return false;
      },
      { pollMs: NEVER_MS, onError: () => undefined },
    );
    loop.start();
    await sleep(20);
    expect(rounds).toBe(2);
    await loop.stop();
  });

  it('looks by itself when the poll is due', async () => {
    const { loop, rounds } = loopOf([], 5);
    loop.start();
    await sleep(40);
    expect(rounds()).toBeGreaterThan(2);
    await loop.stop();
  });

  it('tells of a failure and waits for the poll, whoever wakes it', async () => {
    const { loop, rounds, errors } = loopOf([new Error('down')], 1000);
    const startedAt = Date.now();
    loop.start();
    await sleep(5);
    loop.wake();
    await sleep(5);
    expect([rounds(), errors]).toEqual([1, [new Error('down')]]);
    while (rounds() === 1) await sleep(20);
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(990);
    await loop.stop();
  });

  it('stops at once in a pause, after a failure too, and after the round that is under way', async () => {
    const { loop, rounds } = loopOf([new Error('down')]);
    loop.start();
    await sleep(5);
    await loop.stop();
    expect(rounds()).toBe(1);
  });
});
