import { DeadLetterLog, type LetterPlace, type PutAside, type RecordedDeadLetter } from '@app/application';

export class FakeDeadLetterLog extends DeadLetterLog {
  private readonly letters = new Map<string, RecordedDeadLetter>();

  async record(letters: readonly PutAside[]): Promise<void> {
    for (const { topic, partition, offset, reason, pointer } of letters)
      if (!this.letters.has(keyOf({ topic, partition, offset })))
        this.letters.set(keyOf({ topic, partition, offset }), {
          ...{ topic, partition, offset, reason, pointer },
          putAsideAt: new Date(),
        });
  }

  async list(limit: number, open: boolean, after?: RecordedDeadLetter): Promise<RecordedDeadLetter[]> {
    const found = [...this.letters.values()].filter(({ redrivenAt }) => !open || !redrivenAt);
    const older = after ? found.filter((letter) => newestFirst(after, letter) < 0) : found;
    return older.sort(newestFirst).slice(0, limit);
  }

  async find(places: readonly LetterPlace[]): Promise<RecordedDeadLetter[]> {
    return places.flatMap((place) => this.letters.get(keyOf(place)) ?? []);
  }

  async markRedriven(place: LetterPlace): Promise<void> {
    const letter = this.letters.get(keyOf(place));
    if (letter) this.letters.set(keyOf(place), { ...letter, redrivenAt: new Date() });
  }

  async forget(before: Date, limit: number): Promise<number> {
    const old = [...this.letters.values()].filter(({ putAsideAt }) => putAsideAt < before).slice(0, limit);
    for (const letter of old) this.letters.delete(keyOf(letter));
    return old.length;
  }
}

function newestFirst(one: RecordedDeadLetter, other: RecordedDeadLetter): number {
  const byTime = other.putAsideAt.getTime() - one.putAsideAt.getTime();
  const byPlace = other.topic.localeCompare(one.topic) || other.partition - one.partition;
  return byTime || byPlace || Number(BigInt(other.offset) - BigInt(one.offset));
}

function keyOf({ topic, partition, offset }: LetterPlace): string {
  return `${topic}/${partition}/${offset}`;
}
