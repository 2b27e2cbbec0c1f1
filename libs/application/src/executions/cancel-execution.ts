import { Injectable } from '@nestjs/common';
import { DomainError, NotFound, type Caller, type Execution, type TenantScope } from '@app/domain';
import { Audit } from '../audit/audit';
import { ExecutionRepository } from '../ports/execution-repository';
import { Transactions } from '../ports/transactions';

export interface CancelExecutionCommand {
  readonly id: string;
  readonly by: Caller;
}

/**
 * A run that is pending never starts; one that runs starts no further step, and its running step's true result is kept.
 * The request is a row: it reaches the run although everything dies after the answer.
 */
@Injectable()
export class CancelExecution {
  constructor(
    private readonly transactions: Transactions,
    private readonly executions: ExecutionRepository,
    private readonly audit: Audit,
  ) {}

  /** @throws not_found, execution_ended */
  execute(scope: TenantScope, { id, by }: CancelExecutionCommand): Promise<Pick<Execution, 'id' | 'status'>> {
    return this.transactions.run(scope, async () => {
      const before = await this.executions.findById(scope, id);
      if (!before) throw new NotFound('execution', id);
      const { cancelled, requested } = await this.executions.cancel(scope, { id });
      if (cancelled + requested === 0) throw ended(id, (await this.executions.findById(scope, id)) ?? before);
      const after = { status: cancelled > 0 ? ('cancelled' as const) : ('running' as const) };
      const change = { before: { status: before.status }, after: { ...after, cancel_requested: true } };
      await this.audit.record(scope, by, { action: 'execution.cancelled', resourceId: id, ...change });
      return { id, ...after };
    });
  }
}

function ended(id: string, { status }: Pick<Execution, 'status'>): DomainError {
  return new DomainError('execution_ended', `Execution "${id}" has ended already: it is ${status}.`, { status });
}
