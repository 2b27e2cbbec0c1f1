import { requestId } from './request-id';

describe('requestId', () => {
  it('keeps a sane id', () => {
    expect(requestId('req-1:a.b_c')).toBe('req-1:a.b_c');
  });

  it.each([undefined, '', 'two words', 'line\nbreak', '"quoted"', 'x'.repeat(129), ['a', 'b']])(
    'makes its own instead of %j',
    (header) => {
      expect(requestId(header)).toMatch(/^[0-9a-f-]{36}$/);
    },
  );
});
