import { Injectable } from '@nestjs/common';
import type { Execution, TenantScope } from '@app/domain';
import { ExecutionRepository, type ExecutionFilter } from '../ports/execution-repository';
import type { DeepPage, DeepPageOf } from '../shared/page';

export interface ListExecutionsQuery {
  readonly filter: ExecutionFilter;
  readonly page: DeepPage;
}

/** A scope's runs, newest first. */
@Injectable()
export class ListExecutions {
  constructor(private readonly executions: ExecutionRepository) {}

  execute(scope: TenantScope, { filter, page }: ListExecutionsQuery): Promise<DeepPageOf<Execution>> {
    return this.executions.list(scope, filter, page);
  }
}
