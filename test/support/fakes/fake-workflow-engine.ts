import { WorkflowEngine, type EndedRun } from '@app/application';
import type { RunDefinitionInput } from '@app/contracts';
import { DomainError, scopeKey, type EngineState, type TenantScope } from '@app/domain';

export class FakeWorkflowEngine extends WorkflowEngine {
  readonly started: RunDefinitionInput[] = [];
  readonly states = new Map<string, EngineState>();
  endedOutside: (EndedRun & { closedAt?: Date })[] = [];
  isDown = false;

  async start(scope: TenantScope, input: RunDefinitionInput): Promise<void> {
    if (scopeKey(scope) !== scopeKey(input.scope)) throw new DomainError('scope_mismatch', 'Another scope.');
    if (this.isDown) throw new DomainError('unavailable', 'Down.');
    if (!this.started.some(({ executionId }) => executionId === input.executionId)) this.started.push(input);
  }

  readonly cancelled: string[] = [];

  async cancel(_scope: TenantScope, executionId: string): Promise<void> {
    if (this.isDown) throw new DomainError('unavailable', 'Down.');
    this.cancelled.push(executionId);
  }

  async stateOf(_scope: TenantScope, executionId: string): Promise<EngineState> {
    if (this.isDown) throw new DomainError('unavailable', 'Down.');
    return this.states.get(executionId) ?? 'running';
  }

  async *endedFromOutside(since: Date): AsyncIterable<EndedRun> {
    if (this.isDown) throw new DomainError('unavailable', 'Down.');
    yield* this.endedOutside.filter(({ closedAt = new Date() }) => closedAt >= since);
  }
}
