import { Injectable } from '@nestjs/common';
import { NotFound, type Execution, type TenantScope } from '@app/domain';
import { ExecutionRepository } from '../ports/execution-repository';

/** PRD UC-3: one run with the state of each step. Throws `not_found`. */
@Injectable()
export class GetExecution {
  constructor(private readonly executions: ExecutionRepository) {}

  async execute(scope: TenantScope, { id }: { id: string }): Promise<Execution> {
    const execution = await this.executions.findById(scope, id);
    if (!execution) throw new NotFound('execution', id);
    return execution;
  }
}
