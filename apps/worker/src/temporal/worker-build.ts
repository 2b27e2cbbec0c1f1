import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { NativeConnection, WorkerDeploymentOptions } from '@temporalio/worker';
import type { TemporalConfig } from '@app/config';
import { WORKFLOW_BUNDLE } from './workflow-bundle';

/** Which workflow code a worker has, as Temporal's Worker Versioning names it. */
export interface WorkerBuild {
  readonly deploymentName: string;
  readonly buildId: string;
}

/** The same workflow code is the same build, wherever and whenever it was built. */
export function buildOf({ taskQueue }: Pick<TemporalConfig, 'taskQueue'>): WorkerBuild {
  const hash = createHash('sha256').update(readFileSync(WORKFLOW_BUNDLE)).digest('hex');
  return { deploymentName: taskQueue, buildId: hash.slice(0, 16) };
}

/** A run stays with the build that began it. */
export function pinnedTo(version: WorkerBuild): WorkerDeploymentOptions {
  return { version, useWorkerVersioning: true, defaultVersioningBehavior: 'PINNED' };
}

/** New runs begin on this build from now on. Rejects while no worker of it has asked for tasks yet. */
export async function makeCurrent(
  { workflowService }: Pick<NativeConnection, 'workflowService'>,
  namespace: string,
  { deploymentName, buildId }: WorkerBuild,
): Promise<void> {
  await workflowService.setWorkerDeploymentCurrentVersion({ namespace, deploymentName, buildId, identity: 'promote' });
}
