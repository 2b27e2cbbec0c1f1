import { Injectable } from '@nestjs/common';
import { In, type EntityManager, type FindOptionsWhere } from 'typeorm';
import {
  ExecutionRepository,
  type CancelOutcome,
  type CancelWhich,
  type DeepPage,
  type DeepPageOf,
  type ExecutionFilter,
  type NewExecution,
} from '@app/application';
import { customerOfTrigger, type Execution, type TenantScope, type TriggerType } from '@app/domain';
import { scoped } from '../connection/scoped';
import { ScopedDatabase } from '../connection/scoped-database';
import { DefinitionVersionEntity } from '../entities/definition-version.entity';
import { ExecutionEntity } from '../entities/execution.entity';
import { StepExecutionEntity } from '../entities/step-execution.entity';
import { deepList } from './deep-list';
import { versionContent } from './definition.mapping';
import { fromExecutionRow, mergeSteps } from './execution.mapping';
import { CANCEL, INSERT_PENDING } from './execution.sql';

@Injectable()
export class TypeOrmExecutionRepository extends ExecutionRepository {
  constructor(private readonly database: ScopedDatabase) {
    super();
  }

  insertPending(scope: TenantScope, executions: readonly NewExecution[]): Promise<number> {
    return this.database.run(scope, async (manager) => {
      const rows = executions.map((one) => ({ ...one, customerId: customerOfTrigger(one.triggerEvent.payload) }));
      const parameters = [scope.tenantId, scope.environmentId, JSON.stringify(rows)];
      const [result] = await manager.query<[{ count: number }]>(INSERT_PENDING, parameters);
      return result.count;
    });
  }

  findByTriggerKey(scope: TenantScope, definitionId: string, triggerKey: string): Promise<Execution | undefined> {
    return this.findOne(scope, { definitionId, triggerKey });
  }

  findById(scope: TenantScope, id: string): Promise<Execution | undefined> {
    return this.findOne(scope, { id });
  }

  async list(scope: TenantScope, filter: ExecutionFilter, page: DeepPage): Promise<DeepPageOf<Execution>> {
    const { createdFrom, createdTo, ...where } = filter;
    const found = await this.database.run(scope, (manager) =>
      deepList(manager, ExecutionEntity, scope, { where, createdFrom, createdTo }, page),
    );
    return { ...found, items: found.items.map((row) => fromExecutionRow(row)) };
  }

  countUnended(scope: TenantScope, definitionId: string, triggerType?: TriggerType): Promise<number> {
    const which = { definitionId, ...(triggerType && { triggerType }) };
    const where = { ...which, status: In(['pending', 'running']), ...scoped(scope) };
    return this.database.run(scope, (manager) => manager.countBy(ExecutionEntity, where));
  }

  async cancel(scope: TenantScope, which: CancelWhich): Promise<CancelOutcome> {
    const { id = null, definitionId = null } = which as { id?: string; definitionId?: string };
    const [{ cancelled, requested }] = await this.database.query<[CancelOutcome]>(scope, CANCEL, [id, definitionId]);
    return { cancelled, requested };
  }

  private findOne(scope: TenantScope, what: FindOptionsWhere<ExecutionEntity>): Promise<Execution | undefined> {
    return this.database.run(scope, async (manager) => {
      const row = await manager.findOneBy(ExecutionEntity, { ...what, ...scoped(scope) });
      return row ? withSteps(manager, scope, row) : undefined;
    });
  }
}

async function withSteps(manager: EntityManager, scope: TenantScope, row: ExecutionEntity): Promise<Execution> {
  const version = await manager.findOneByOrFail(DefinitionVersionEntity, {
    definitionId: row.definitionId,
    version: row.definitionVersion,
    ...scoped(scope),
  });
  const steps = await manager.findBy(StepExecutionEntity, { executionId: row.id, ...scoped(scope) });
  return fromExecutionRow(row, mergeSteps(versionContent(version).steps, steps));
}
