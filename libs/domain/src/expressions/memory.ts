/**
 * What was made of texts, within a bound: the texts that are used stay, the others go. Two generations instead of an
 * order of use: a hit among the young, as nearly all are, costs no more than the look.
 */
export class Memory<T> {
  private young = new Map<string, T>();
  private old = new Map<string, T>();
  private characters = 0;

  /** @param most characters of all texts together, roughly */
  constructor(private readonly most: number) {}

  /** Gives what was made of a text before, or makes it. */
  of(text: string, make: (text: string) => T): T {
    const known = this.young.get(text);
    if (known !== undefined) return known;
    const value = this.old.get(text) ?? make(text);
    this.keep(text, value);
    return value;
  }

  private keep(text: string, value: T): void {
    if (this.characters + text.length > this.most / 2) {
      this.old = this.young;
      this.young = new Map();
      this.characters = 0;
    }
    this.young.set(text, value);
    this.characters += text.length;
  }
}
