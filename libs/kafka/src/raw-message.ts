import type { IHeaders } from 'kafkajs';

/** A message as it lies on the topic. */
export interface RawMessage {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: IHeaders;
  readonly offset: string;
  /** Milliseconds since 1970, as text: when Kafka got it. */
  readonly timestamp: string;
}

/** What one call of the handler gets: messages of one partition, in order, none of which is done yet. */
export interface KafkaBatch {
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly RawMessage[];
}

/**
 * What a handler answers: the offsets of the messages that it is done with. The others come again, together with what
 * has arrived behind them meanwhile: so nobody's few messages have to wait for all of somebody else's many.
 */
export type Handled = readonly string[];

/** Some messages of a batch were handled, others were not: those come again, after a rest. */
export class PartlyHandled extends Error {
  /** @param cause why the others were not */
  constructor(
    readonly handled: Handled,
    override readonly cause: unknown,
  ) {
    super('Not all messages of a batch could be handled.', { cause });
  }
}
