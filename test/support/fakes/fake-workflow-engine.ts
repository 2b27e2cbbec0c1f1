import { WorkflowEngine } from '@app/application';
import type { RunDefinitionInput } from '@app/contracts';
import { DomainError, scopeKey, type TenantScope } from '@app/domain';

export class FakeWorkflowEngine extends WorkflowEngine {
  readonly started: RunDefinitionInput[] = [];
  isDown = false;

  async start(scope: TenantScope, input: RunDefinitionInput): Promise<void> {
    if (scopeKey(scope) !== scopeKey(input.scope)) throw new DomainError('scope_mismatch', 'Another scope.');
    if (this.isDown) throw new DomainError('unavailable', 'Down.');
    if (!this.started.some(({ executionId }) => executionId === input.executionId)) this.started.push(input);
  }
}
