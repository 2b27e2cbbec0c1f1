import type { DefinitionRepository, ExecutionRepository, PendingExecutions, RunRecorder } from '@app/application';
import type { Definition } from '@app/domain';

/** The three ports that share the rows of runs. */
export interface RunPorts {
  readonly definitions: DefinitionRepository;
  readonly executions: ExecutionRepository;
  readonly pending: PendingExecutions;
  readonly recorder: RunRecorder;
}

/** A suite's own ports and one stored definition, anew for each test. */
export interface RunWorld extends RunPorts {
  readonly definition: Definition;
}
