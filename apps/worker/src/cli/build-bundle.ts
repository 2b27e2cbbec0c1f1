import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { WORKFLOW_BUNDLE } from '../temporal/workflow-bundle';

const DOMAIN = join(__dirname, '../../../../libs/domain/src/index.js');

/** Part of the build: the workflow code as one file, so that a worker starts at once and always with the same code. */
async function main(): Promise<void> {
  const workflows = join(__dirname, '../workflows');
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(workflows, 'index.js'),
    workflowInterceptorModules: [join(workflows, 'in-turn.interceptor.js')],
    // Pure rules without a state that shows: loaded once for all runs, not once for each.
    preloadModules: [DOMAIN],
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
