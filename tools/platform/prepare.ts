import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { compiled } from '../build/build.ts';
import type { Settings } from './settings.ts';

const run = promisify(execFile);
const PARTITIONS = 6;
const MAX_LETTER_BYTES = 2 * 1024 * 1024;
const LEADER_POLL_MS = 100;
const LEADER_TRIES = 100;

/** Creates the topics that are not there yet. */
export async function createTopics(brokers: string[], { topic, deadLetterTopic }: Settings): Promise<void> {
  const admin = new Kafka({ clientId: 'platform', brokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const main = { topic, numPartitions: PARTITIONS };
    // Letters carry their reason in headers, so the largest message that fits the topic must fit here with more.
    const configEntries = [{ name: 'max.message.bytes', value: String(MAX_LETTER_BYTES) }];
    const letters = { topic: deadLetterTopic, numPartitions: PARTITIONS, configEntries };
    await admin.createTopics({ topics: [main, letters], waitForLeaders: false });
    await untilLed(admin, [topic, deadLetterTopic]);
  } finally {
    await admin.disconnect();
  }
}

/** The broker knows of new topics a moment later; until then whoever asks for them is told that there are none. */
async function untilLed(admin: Admin, topics: string[]): Promise<void> {
  for (let tries = 1; ; tries++) {
    const metadata = await admin.fetchTopicMetadata({ topics }).catch((error: unknown) => {
      if (tries >= LEADER_TRIES) throw error;
    });
    const partitions = metadata?.topics.flatMap((topic) => topic.partitions) ?? [];
    if (partitions.length > 0 && partitions.every(({ leader }) => leader >= 0)) return;
    if (tries >= LEADER_TRIES) throw new Error(`Kafka did not choose leaders for ${topics.join(' and ')}.`);
    await sleep(LEADER_POLL_MS);
  }
}

/** Brings the tables up to date, by the role that owns them. */
export async function migrate(env: Record<string, string>): Promise<void> {
  await run(process.execPath, [compiled('api', 'cli/migrate.js')], { env: { ...process.env, ...env } });
}

/** Stores the development keys, plans and features; a repeat changes nothing. */
export async function seed(env: Record<string, string>, credentialsFile: string): Promise<void> {
  const args = [compiled('api', 'cli/seed-development.js'), credentialsFile];
  await run(process.execPath, args, { env: { ...process.env, ...env } });
}

/** Where runs stay with their build: has new ones begin on the worker that has just been started. */
export async function promoteWorker(env: Record<string, string>): Promise<void> {
  if (process.env.WORKER_VERSIONING !== 'true') return;
  await run(process.execPath, [compiled('worker', 'cli/promote-build.js')], { env: { ...process.env, ...env } });
}
