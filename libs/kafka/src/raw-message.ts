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

/** What one call of the handler gets: consecutive messages of one partition. */
export interface KafkaBatch {
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly RawMessage[];
}
