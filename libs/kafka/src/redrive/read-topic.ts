import { randomUUID } from 'node:crypto';
import type { Consumer, Kafka } from 'kafkajs';
import type { RawMessage } from '../raw-message';

const PATIENCE_MS = 30_000;

/** Hands over every message that is on a topic now, partition by partition in order, and then ends. */
export async function readTopic(
  kafka: Kafka,
  topic: string,
  each: (message: RawMessage) => Promise<void>,
): Promise<void> {
  const groupId = `read-${randomUUID()}`;
  const remaining = await ends(kafka, topic);
  if (remaining.size === 0) return;
  const consumer = kafka.consumer({ groupId, allowAutoTopicCreation: false });
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await readUntil(consumer, remaining, each);
  } finally {
    await consumer.disconnect();
    await forgetGroup(kafka, groupId);
  }
}

/** The last offset of each partition that holds something. */
async function ends(kafka: Kafka, topic: string): Promise<Map<number, bigint>> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const offsets = await admin.fetchTopicOffsets(topic);
    const filled = offsets.filter(({ low, high }) => BigInt(high) > BigInt(low));
    return new Map(filled.map(({ partition, high }) => [partition, BigInt(high) - 1n]));
  } finally {
    await admin.disconnect();
  }
}

async function readUntil(
  consumer: Consumer,
  remaining: Map<number, bigint>,
  each: (message: RawMessage) => Promise<void>,
): Promise<void> {
  let stalled: NodeJS.Timeout | undefined;
  await new Promise<void>((resolve, reject) => {
    // Compaction or transactions may leave the last offset empty: then nothing comes any more.
    const watch = (): void => {
      clearTimeout(stalled);
      stalled = setTimeout(
        () => reject(new Error('The topic gives no more messages, though it has some.')),
        PATIENCE_MS,
      );
    };
    watch();
    void consumer.run({
      eachMessage: async ({ partition, message }) => {
        watch();
        const { key, value, headers = {}, offset, timestamp } = message;
        const last = remaining.get(partition);
        if (last === undefined || BigInt(offset) > last) return;
        await each({ key, value, headers, offset, timestamp }).catch(reject);
        if (BigInt(offset) === last) remaining.delete(partition);
        if (remaining.size === 0) resolve();
      },
    });
  }).finally(() => clearTimeout(stalled));
}

async function forgetGroup(kafka: Kafka, groupId: string): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  await admin.deleteGroups([groupId]).catch(() => undefined);
  await admin.disconnect();
}
