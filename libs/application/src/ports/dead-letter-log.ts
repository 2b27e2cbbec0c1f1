/** A message that was put aside: where it lay, and why. */
export interface PutAside {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
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
  /** Newest first. @param limit at most so many; @param open only those that were not put back yet */
  abstract list(limit: number, open: boolean): Promise<RecordedDeadLetter[]>;
  abstract markRedriven(letter: Pick<PutAside, 'topic' | 'partition' | 'offset'>): Promise<void>;
}
