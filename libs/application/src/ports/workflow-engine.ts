import type { RunDefinitionInput } from '@app/contracts';
import type { EngineState, TenantScope } from '@app/domain';

export interface EndedRun {
  readonly scope: TenantScope;
  readonly executionId: string;
}

/** What carries out durable runs. */
export abstract class WorkflowEngine {
  /**
   * Starts a run; its id is the execution's. One that was started before is a success.
   * @throws unavailable when the engine cannot be reached
   */
  abstract start(scope: TenantScope, input: RunDefinitionInput): Promise<void>;
  /** Asks a run to end soon; one that has ended, or never was, is left alone. @throws unavailable */
  abstract cancel(scope: TenantScope, executionId: string): Promise<void>;
  /** What the engine says of a run. @throws unavailable */
  abstract stateOf(scope: TenantScope, executionId: string): Promise<EngineState>;
  /**
   * Runs of any scope that were ended from outside at that time or later: terminated, cancelled, or timed out by the
   * engine. Fetched in pages as they are read. Only a hint that comes soon: it may miss some. @throws unavailable
   */
  abstract endedFromOutside(since: Date): AsyncIterable<EndedRun>;
}
