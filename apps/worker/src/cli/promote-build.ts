import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { temporalConfig } from '@app/config';
import { buildOf, makeCurrent } from '../temporal/worker-build';

const PATIENCE_MS = 60_000;
const PAUSE_MS = 1000;

/** A step of a deployment, once workers of the new build run: new runs begin on it, those under way stay on theirs. */
async function main(): Promise<void> {
  const config = temporalConfig();
  const build = buildOf(config);
  const connection = await Connection.connect({ address: config.address });
  const deadline = Date.now() + PATIENCE_MS;
  const attempt = (): Promise<void> =>
    makeCurrent(connection, config.namespace, build).catch(async (error: unknown) => {
      if (Date.now() > deadline) throw error;
      await sleep(PAUSE_MS);
      return attempt();
    });
  await attempt().finally(() => connection.close());
  process.stdout.write(`New runs begin on build ${build.buildId} of ${build.deploymentName}.\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`The build could not be promoted: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
