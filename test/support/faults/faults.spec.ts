import { seeded, shuffled } from './faults';

const COUNT = 31;

describe('troubles in an order by chance', () => {
  it('are the same for the same seed, and others for another', () => {
    const order = (seed: number): number[] => shuffled(COUNT, seeded(seed), { index: 0, of: 1 });
    expect(order(7)).toEqual(order(7));
    expect(order(7)).not.toEqual(order(8));
    expect([...order(7)].sort((one, other) => one - other)).toEqual(Array.from({ length: COUNT }, (_, place) => place));
  });

  it('come all of them first in one of the shares', () => {
    const early = [0, 1, 2].flatMap((index) => shuffled(COUNT, seeded(index), { index, of: 3 }).slice(0, 11));
    expect(new Set(early).size).toBe(COUNT);
  });
});
