import { Injectable } from '@nestjs/common';
import { settlementOf, type EngineState, type TenantScope } from '@app/domain';
import { ExecutionRepository } from '../ports/execution-repository';
import { RunRecorder } from '../ports/run-recorder';
import { WorkflowEngine } from '../ports/workflow-engine';

export interface SettleExecutionCommand {
  readonly executionId: string;
}

/**
 * Compares a run whose row says running with the workflow engine, and ends the row where the run has ended without
 * telling it. Steps that had not begun are skipped, those that were under way failed.
 */
@Injectable()
export class SettleExecution {
  constructor(
    private readonly executions: ExecutionRepository,
    private readonly engine: WorkflowEngine,
    private readonly recorder: RunRecorder,
  ) {}

  /** @returns what the engine said of a run that had to be settled; undefined where row and engine agree */
  async execute(scope: TenantScope, { executionId }: SettleExecutionCommand): Promise<EngineState | undefined> {
    const state = await this.engine.stateOf(scope, executionId);
    const settlement = settlementOf(state);
    if (!settlement) return undefined;
    const execution = await this.executions.findById(scope, executionId);
    // It may have told its row just now.
    if (execution?.status !== 'running') return undefined;
    const skippedStepIds = execution.steps.filter(({ status }) => status === 'pending').map(({ stepId }) => stepId);
    await this.recorder.finish(scope, { scope, executionId, ...settlement, skippedStepIds });
    return state;
  }
}
