import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

const ROOT = process.cwd();
const LIBS = ['domain', 'contracts'] as const;
const WORKFLOWS = join(ROOT, 'apps/worker/src/workflows/index.ts');
const INTERCEPTOR = join(ROOT, 'apps/worker/src/workflows/in-turn.interceptor.ts');

let bundle: Promise<WorkflowBundleWithSourceMap> | undefined;

/** The workflow bundle from the TypeScript sources. Only the two pure libraries can be reached at all. */
export function workflowBundle(): Promise<WorkflowBundleWithSourceMap> {
  bundle ??= bundleWorkflowCode({
    workflowsPath: WORKFLOWS,
    workflowInterceptorModules: [INTERCEPTOR],
    preloadModules: [WORKFLOWS, INTERCEPTOR],
    logger: new DefaultLogger('WARN'),
    webpackConfigHook: (config) => {
      const aliases = LIBS.map((lib) => [`@app/${lib}`, join(ROOT, `libs/${lib}/src/index.ts`)] as const);
      return {
        ...config,
        resolve: { ...config.resolve, alias: { ...config.resolve?.alias, ...Object.fromEntries(aliases) } },
      };
    },
  });
  return bundle;
}
