import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { ScheduledDefinitions, type ScheduledDefinition } from '@app/application';
import type { TenantScope } from '@app/domain';
import { DatabaseNotifications } from '../connection/database-notifications';
import { scoped } from '../connection/scoped';
import { ScopedDatabase } from '../connection/scoped-database';
import { DefinitionEntity } from '../entities/definition.entity';
import { fromDefinitionRow } from './definition.mapping';

const SCOPES = `
  SELECT tenant_id AS "tenantId", environment_id AS "environmentId" FROM workflow.scopes_with_schedules()`;

@Injectable()
export class TypeOrmScheduledDefinitions extends ScheduledDefinitions {
  constructor(
    private readonly database: ScopedDatabase,
    private readonly notifications: DatabaseNotifications,
  ) {
    super();
  }

  scopes(): Promise<TenantScope[]> {
    return this.database.queryUnscoped<TenantScope>(SCOPES);
  }

  async list(scope: TenantScope): Promise<ScheduledDefinition[]> {
    const where = { triggerType: 'scheduled', deletedAt: IsNull(), ...scoped(scope) } as const;
    const rows = await this.database.run(scope, (manager) =>
      manager.find(DefinitionEntity, { where, relations: { current: true }, order: { id: 'ASC' } }),
    );
    return rows.map(fromDefinitionRow).flatMap(({ id, enabled, updatedAt, trigger: { schedule } }) => {
      return schedule ? [{ definitionId: id, schedule, enabled, changedAt: updatedAt }] : [];
    });
  }

  subscribe(listener: () => void): () => void {
    return this.notifications.listen('schedules', listener);
  }
}
