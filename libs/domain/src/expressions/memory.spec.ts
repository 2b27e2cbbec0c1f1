import { Memory } from './memory';

function counting() {
  const made = new Map<string, number>();
  const make = (text: string): { text: string } => {
    made.set(text, (made.get(text) ?? 0) + 1);
    return { text };
  };
  return { made, make };
}

const TEXTS = Array.from({ length: 40 }, (_, index) => `text ${String(index).padStart(3, '0')}`);

describe('a memory of what was made of texts', () => {
  it('makes it once, whatever comes round again and again within the bound', () => {
    const { made, make } = counting();
    const memory = new Memory<object>(2 * TEXTS.join('').length);
    for (let round = 0; round < 5; round++) for (const text of TEXTS) memory.of(text, make);
    expect([...made.values()]).toEqual(TEXTS.map(() => 1));
  });

  it('keeps what is used, whatever passes by', () => {
    const { made, make } = counting();
    const memory = new Memory<object>(10 * 'text 000'.length);
    const first = memory.of('text used', make);
    for (const text of TEXTS) {
      memory.of(text, make);
      expect(memory.of('text used', make)).toBe(first);
    }
    expect(made.get('text used')).toBe(1);
  });

  it('forgets what is not used', () => {
    const { made, make } = counting();
    const memory = new Memory<object>(10 * 'text 000'.length);
    for (let round = 0; round < 2; round++) for (const text of TEXTS) memory.of(text, make);
    expect([...made.values()]).toEqual(TEXTS.map(() => 2));
  });

  it('keeps nothing of what could not be made', () => {
    const memory = new Memory<object>(100);
    const fail = (): never => {
      throw new Error('no');
    };
    for (let round = 0; round < 2; round++) expect(() => memory.of('x', fail)).toThrow('no');
    expect(memory.of('x', () => ({ made: true }))).toEqual({ made: true });
  });
});
