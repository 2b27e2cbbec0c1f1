import { ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm';

/** The globals that the SDK sets. Another one means another look at its patch, which keeps the runs' own apart by name. */
export const GLOBALS_OF_THE_SDK = [
  ...['Date', 'FinalizationRegistry', 'WeakRef', '__TEMPORAL_ACTIVATOR__', 'clearTimeout', 'setTimeout'],
  ...['AbortController', 'AsyncLocalStorage', 'TextDecoder', 'TextEncoder', 'URL', 'URLSearchParams', 'assert'],
  ...['__TEMPORAL_BAG_HOLDER__', '__TEMPORAL_CALL_INTO_SCOPE', '__TEMPORAL__', '__temporal_globalSandboxDestructors'],
  ...['__webpack_module_cache__', 'console'],
].sort();

/** The globals that were set for workflow code on this process's worker, while a run is under way. */
export function globalsOfRuns(): string[] {
  const [run] = ReusableVMWorkflowCreator.workflowByRunId.values();
  if (!run) throw new Error('No run is under way.');
  const { context } = run as unknown as { context: object };
  return Object.getOwnPropertyNames(context).sort();
}
