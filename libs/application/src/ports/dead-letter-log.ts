/** Where a message lay when it was put aside. */
export interface LetterPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

/** A message that was put aside, and why. */
export interface PutAside extends LetterPlace {
  readonly reason: string;
  /** JSON Pointer into the message. */
  readonly pointer: string;
}

export interface RecordedDeadLetter extends PutAside {
  readonly putAsideAt: Date;
  /** When it was put back on its topic. */
  readonly redrivenAt?: Date;
}

/** The platform's own list of dead letters. It belongs to no tenant: who cannot be read may be nobody's. */
export abstract class DeadLetterLog {
  /** A message that is there already stays as it is. */
  abstract record(letters: readonly PutAside[]): Promise<void>;
  /**
   * Newest first, a page at a time: what is put aside meanwhile comes before the first page and so on none of them.
   * @param limit at most so many
   * @param open only those that were not put back yet
   * @param after the last one of the page before
   */
  abstract list(limit: number, open: boolean, after?: RecordedDeadLetter): Promise<RecordedDeadLetter[]>;
  /** Those of these places that are dead letters, put back or not. */
  abstract find(places: readonly LetterPlace[]): Promise<RecordedDeadLetter[]>;
  abstract markRedriven(letter: LetterPlace): Promise<void>;
  /** Forgets up to `limit` letters that were put aside before a time. @returns how many */
  abstract forget(before: Date, limit: number): Promise<number>;
}
