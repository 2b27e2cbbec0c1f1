import type { Message } from 'kafkajs';

/** Well below what a broker takes in one request by default (1 MB); it counts the whole, not each message. */
const MOST_BYTES = 512 * 1024;

/** Parts the messages, in order, so that a request takes each list. What is larger by itself stands alone. */
export function splitRequests(messages: readonly Message[]): Message[][] {
  const requests: Message[][] = [];
  let bytes = Infinity;
  for (const message of messages) {
    const size = sizeOf(message);
    if (bytes + size > MOST_BYTES) {
      requests.push([]);
      bytes = 0;
    }
    requests.at(-1)?.push(message);
    bytes += size;
  }
  return requests;
}

function sizeOf({ key, value, headers = {} }: Message): number {
  const texts = [key, value, ...Object.keys(headers), ...Object.values(headers).flat()];
  return texts.reduce<number>((sum, text) => sum + (text ? Buffer.byteLength(text) : 0), 0);
}
