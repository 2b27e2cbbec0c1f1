import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { WORKFLOW_BUNDLE } from '../temporal/workflow-bundle';

/** Part of the build: the workflow code as one file, so that a worker starts at once and always with the same code. */
async function main(): Promise<void> {
  const workflowsPath = join(__dirname, '../workflows/index.js');
  const interceptor = join(__dirname, '../workflows/in-turn.interceptor.js');
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    workflowInterceptorModules: [interceptor],
    // No module has a state that shows: all are loaded once for all runs, not once for each.
    preloadModules: [workflowsPath, interceptor],
    logger: new DefaultLogger('WARN'),
  });
  await writeFile(WORKFLOW_BUNDLE, code);
}

main().catch((error: unknown) => {
  process.stderr.write(
    `The workflow bundle could not be built: ${error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = 1;
});
