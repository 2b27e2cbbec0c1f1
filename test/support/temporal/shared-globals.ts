import { ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm';

/** All that the SDK sets; of these only the activator is a run's own. Another one means another look at the SDK's patch. */
export const GLOBALS_OF_THE_SDK = [
  ...['AbortController', 'AsyncLocalStorage', 'Date', 'FinalizationRegistry', 'TextDecoder', 'TextEncoder', 'URL'],
  ...['URLSearchParams', 'WeakRef', '__TEMPORAL_ACTIVATOR__', '__TEMPORAL_BAG_HOLDER__', '__TEMPORAL_CALL_INTO_SCOPE'],
  ...['__TEMPORAL__', '__temporal_globalSandboxDestructors', '__webpack_module_cache__', 'assert', 'clearTimeout'],
  ...['console', 'setTimeout'],
].sort();

/** Names of the globals that were set for the runs of this process's worker; one of them is under way. */
export function globalsOfRuns(): string[] {
  const [run] = ReusableVMWorkflowCreator.workflowByRunId.values();
  if (!run) throw new Error('No run is under way.');
  const { context } = run as unknown as { context: object };
  return Reflect.ownKeys(context).map(String);
}
