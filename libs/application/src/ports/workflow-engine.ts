import type { RunDefinitionInput } from '@app/contracts';
import type { TenantScope } from '@app/domain';

/** What starts durable runs. */
export abstract class WorkflowEngine {
  /**
   * Starts a run; its id is the execution's. One that was started before is a success.
   * @throws unavailable when the engine cannot be reached
   */
  abstract start(scope: TenantScope, input: RunDefinitionInput): Promise<void>;
}
