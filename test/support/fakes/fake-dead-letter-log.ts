import { DeadLetterLog, type PutAside, type RecordedDeadLetter } from '@app/application';

type Place = Pick<PutAside, 'topic' | 'partition' | 'offset'>;

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

  async list(limit: number, open: boolean): Promise<RecordedDeadLetter[]> {
    const found = [...this.letters.values()].filter(({ redrivenAt }) => !open || !redrivenAt);
    return found.reverse().slice(0, limit);
  }

  async markRedriven(place: Place): Promise<void> {
    const letter = this.letters.get(keyOf(place));
    if (letter) this.letters.set(keyOf(place), { ...letter, redrivenAt: new Date() });
  }
}

function keyOf({ topic, partition, offset }: Place): string {
  return `${topic}/${partition}/${offset}`;
}
