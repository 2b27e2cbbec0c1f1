import { isDeepStrictEqual } from 'node:util';
import { decodeEvent, type Decoded, type Handled, type KafkaBatch, type RawMessage } from '@app/kafka';

/** A message with what it says. */
export interface Known {
  readonly message: RawMessage;
  readonly decoded: Decoded;
}

/**
 * What a slice had no time for comes again with the next batch, some of it many times; it is decoded the first time.
 * What is kept is the rest of one batch for each partition.
 */
export class DecodeOnce {
  private readonly left = new Map<number, Map<string, Known>>();

  /** Each message of a batch with what it says. Those of the partition's batch before that are not in it are forgotten. */
  all({ partition, messages }: KafkaBatch): Known[] {
    const before = this.left.get(partition);
    const known = messages.map((message) => {
      const earlier = before?.get(message.offset);
      return earlier && isSame(earlier.message, message) ? earlier : { message, decoded: decodeEvent(message) };
    });
    this.left.set(partition, new Map(known.map((one) => [one.message.offset, one])));
    return known;
  }

  /** These messages do not come again. */
  forget({ partition }: KafkaBatch, offsets: Handled): void {
    for (const offset of offsets) this.left.get(partition)?.delete(offset);
  }
}

/** A topic that was made anew counts its offsets from the start. */
function isSame(one: RawMessage, other: RawMessage): boolean {
  if (one.timestamp !== other.timestamp || one.value === null || other.value === null) return false;
  return one.value.equals(other.value) && isDeepStrictEqual(one.headers, other.headers);
}
