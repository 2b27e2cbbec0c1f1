import { StartWidth } from './start-width';

/** A server that carries out so many starts at a time, each in 10 ms. */
function learned(width: StartWidth, atOnce: number, turns = 100): number[] {
  return Array.from({ length: turns }, () => {
    width.learn(10 * Math.max(1, width.current / atOnce), width.current);
    return width.current;
  });
}

describe('StartWidth', () => {
  it('begins with one, and widens while no start gets slower', () => {
    const width = new StartWidth();
    expect(width.current).toBe(1);
    expect(learned(width, 100).slice(0, 9)).toEqual([2, 3, 4, 5, 6, 7, 8, 8, 8]);
  });

  it('learns nothing of its width from fewer starts', () => {
    const width = new StartWidth();
    for (let turn = 0; turn < 100; turn++) width.learn(10, 1);
    expect(width.current).toBe(2);
  });

  it.each([
    [1, [1, 2]],
    [2, [2, 3]],
    [4, [4, 5]],
  ])('stays near what a server can do at a time: %i', (atOnce, expected) => {
    expect(expected).toContain(learned(new StartWidth(), atOnce).at(-1));
  });

  it('goes back to one when the server gets busy with other things, and widens again after that', () => {
    const width = new StartWidth();
    learned(width, 100);
    for (let turn = 0; turn < 10; turn++) width.learn(50, width.current);
    expect(width.current).toBe(1);
    expect(learned(width, 100).at(-1)).toBe(8);
  });

  it('learns anew what is possible at best', () => {
    const width = new StartWidth();
    width.learn(1, 1);
    for (let turn = 0; turn < 100; turn++) width.learn(50, width.current);
    expect(width.current).toBe(1);
    for (let turn = 0; turn < 1000; turn++) width.learn(50, width.current);
    expect(width.current).toBe(8);
  });
});
