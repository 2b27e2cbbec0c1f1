import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
import { compiled } from '../build/build.ts';
import type { Settings } from './settings.ts';

const run = promisify(execFile);
const PARTITIONS = 6;

/** Creates the topics that are not there yet. */
export async function createTopics(brokers: string[], { topic, deadLetterTopic }: Settings): Promise<void> {
  const admin = new Kafka({ clientId: 'platform', brokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const topics = [topic, deadLetterTopic].map((name) => ({ topic: name, numPartitions: PARTITIONS }));
    await admin.createTopics({ topics, waitForLeaders: true });
  } finally {
    await admin.disconnect();
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
