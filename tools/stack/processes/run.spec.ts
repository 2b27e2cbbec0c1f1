import { lastLines } from './run.ts';

it('keeps the end of a long text', () => {
  const text = Array.from({ length: 40 }, (_, i) => `line ${i}`).join('\n');
  expect(lastLines(`${text}\n\n`, 2)).toBe('line 38\nline 39');
});

it('keeps a short text as it is', () => {
  expect(lastLines('one\n')).toBe('one');
});
