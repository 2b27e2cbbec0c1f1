import { decodeCursor, encodeCursor } from './cursor';

describe('a cursor', () => {
  it('brings its place back', () => {
    const place = { createdAt: new Date('2026-01-02T03:04:05.678Z'), id: 'exec_1', total: 12 };
    expect(decodeCursor(encodeCursor(place))).toEqual(place);
    expect(encodeCursor(place)).toMatch(/^[\w-]+$/);
  });

  const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  it.each([
    ['nothing', ''],
    ['words', 'next please'],
    ['no list', encoded({ at: 1 })],
    ['a short list', encoded([1, 'exec_1'])],
    ['a time that is none', encoded([9e15, 'exec_1', 1])],
    ['a negative time', encoded([-1, 'exec_1', 1])],
    ['a text as time', encoded(['now', 'exec_1', 1])],
    ['an id that is none', encoded([1, { a: 1 }, 1])],
    ['half a total', encoded([1, 'exec_1', 1.5])],
  ])('is refused when it is %s', (_what, cursor) => {
    expect(() => decodeCursor(cursor)).toThrow('next_cursor');
  });
});
