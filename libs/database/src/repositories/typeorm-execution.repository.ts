import { Injectable } from '@nestjs/common';
import type { EntityManager, FindOptionsWhere } from 'typeorm';
import { ExecutionRepository, type ExecutionFilter, type NewExecution, type Page, type PageOf } from '@app/application';
import type { Execution, TenantScope } from '@app/domain';
import { scoped } from '../connection/scoped';
import { ScopedDatabase } from '../connection/scoped-database';
import { DefinitionVersionEntity } from '../entities/definition-version.entity';
import { ExecutionEntity } from '../entities/execution.entity';
import { StepExecutionEntity } from '../entities/step-execution.entity';
import { versionContent } from './definition.mapping';
import { fromExecutionRow, mergeSteps } from './execution.mapping';

/**
 * One round trip for a whole batch. Rows go in by key, so that two batches with the same events wait for each other
 * in one order and cannot deadlock. The notification goes out with the commit.
 */
const INSERT_PENDING = `
  WITH inserted AS (
    INSERT INTO workflow.executions (tenant_id, environment_id, id, definition_id, definition_name, definition_version,
      trigger_type, trigger_key, event_id, trigger_event, root_execution_id)
    SELECT $1, $2, id, "definitionId", "definitionName", "definitionVersion",
      "triggerType", "triggerKey", "eventId", "triggerEvent", id
    FROM jsonb_to_recordset($3::jsonb) AS new (id text, "definitionId" text, "definitionName" text,
      "definitionVersion" integer, "triggerType" text, "triggerKey" text, "eventId" text, "triggerEvent" jsonb)
    ORDER BY "definitionId", "triggerKey"
    ON CONFLICT ON CONSTRAINT executions_once DO NOTHING
    RETURNING id)
  SELECT count(*)::integer AS count, CASE WHEN count(*) > 0 THEN pg_notify('pending_executions', '')::text END
  FROM inserted`;

@Injectable()
export class TypeOrmExecutionRepository extends ExecutionRepository {
  constructor(private readonly database: ScopedDatabase) {
    super();
  }

  insertPending(scope: TenantScope, executions: readonly NewExecution[]): Promise<number> {
    return this.database.run(scope, async (manager) => {
      const parameters = [scope.tenantId, scope.environmentId, JSON.stringify(executions)];
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

  async list(scope: TenantScope, filter: ExecutionFilter, { limit, offset }: Page): Promise<PageOf<Execution>> {
    const [rows, total] = await this.database.run(scope, (manager) =>
      manager.findAndCount(ExecutionEntity, {
        where: { ...filter, ...scoped(scope) },
        order: { createdAt: 'DESC', id: 'DESC' },
        take: limit,
        skip: offset,
      }),
    );
    return { items: rows.map((row) => fromExecutionRow(row)), total };
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
