import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from './activities.ts';

const options = { startToCloseTimeout: '30 seconds' } as const;
const remote = proxyActivities<Activities>(options);
const local = proxyLocalActivities<Activities>(options);

/** Three inserts, one after another, each an ordinary activity. */
export async function ordinary(runId: string): Promise<void> {
  for (const step of [1, 2, 3]) await remote.insert(runId, step);
}

/** The same with local activities. */
export async function localOnes(runId: string): Promise<void> {
  for (const step of [1, 2, 3]) await local.insert(runId, step);
}
