import { DoneAhead } from './done-ahead';

function messages(from: number, to: number): { offset: string }[] {
  return Array.from({ length: to - from + 1 }, (_, index) => ({ offset: String(from + index) }));
}

function offsets(list: readonly { offset: string }[]): string[] {
  return list.map(({ offset }) => offset);
}

describe('DoneAhead', () => {
  it('says up to where all is done', () => {
    const done = new DoneAhead();
    expect(done.add(0, messages(5, 8), ['5', '6'])).toBe('6');
    expect(done.add(0, messages(7, 8), ['7', '8'])).toBe('8');
  });

  it('says nothing while the first message is open', () => {
    expect(new DoneAhead().add(0, messages(5, 8), ['6', '8'])).toBeUndefined();
  });

  it('leaves out what is done already when it comes again, and counts it', () => {
    const done = new DoneAhead();
    expect(done.add(0, messages(5, 8), ['5', '7'])).toBe('5');
    expect(offsets(done.open(0, messages(6, 9)))).toEqual(['6', '8', '9']);
    expect(done.add(0, messages(6, 9), ['6'])).toBe('7');
    expect(offsets(done.open(0, messages(8, 9)))).toEqual(['8', '9']);
  });

  it('keeps partitions apart', () => {
    const done = new DoneAhead();
    done.add(0, messages(1, 2), ['2']);
    expect(offsets(done.open(1, messages(1, 2)))).toEqual(['1', '2']);
  });
});
