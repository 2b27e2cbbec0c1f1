import fc from 'fast-check';
import { splitRequests } from './split-requests';

const KIB = 1024;

function sized(kib: number): { key: null; value: Buffer } {
  return { key: null, value: Buffer.alloc(kib * KIB) };
}

describe('splitRequests', () => {
  it.each<[string, number[], number[][]]>([
    ['nothing', [], []],
    ['what fits', [1, 2, 3], [[1, 2, 3]]],
    ['exactly as much as may be', [256, 256, 1], [[256, 256], [1]]],
    ['one that is larger by itself', [1, 900, 1], [[1], [900], [1]]],
  ])('parts %s', (_title, sizes, expected) => {
    const requests = splitRequests(sizes.map(sized));
    expect(requests.map((request) => request.map(({ value }) => (value?.length ?? 0) / KIB))).toEqual(expected);
  });

  it('counts keys and headers, however often a header is given', () => {
    const headers = { a: [Buffer.alloc(100 * KIB), 'x'.repeat(100 * KIB)], b: 'x'.repeat(100 * KIB) };
    const message = { key: Buffer.alloc(100 * KIB), value: null, headers };
    expect(splitRequests([message, message])).toHaveLength(2);
  });

  it('keeps every message, in order, and leaves no request empty', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 600 })), (sizes) => {
        const messages = sizes.map((kib) => sized(kib));
        const requests = splitRequests(messages);
        expect(requests.flat()).toEqual(messages);
        expect(requests.every((request) => request.length > 0)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});
