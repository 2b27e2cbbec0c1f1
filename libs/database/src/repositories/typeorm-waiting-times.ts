import { Injectable } from '@nestjs/common';
import { WaitingTimes } from '@app/application';
import type { TenantScope } from '@app/domain';
import { ScopedDatabase } from '../connection/scoped-database';

const FIND = `
  SELECT scheduled_time AS time FROM workflow.waiting_times
  WHERE tenant_id = $1 AND environment_id = $2 AND definition_id = $3`;

const PUT = `
  INSERT INTO workflow.waiting_times (tenant_id, environment_id, definition_id, scheduled_time)
  VALUES ($1, $2, $3, $4)
  ON CONFLICT (tenant_id, environment_id, definition_id) DO UPDATE SET scheduled_time = excluded.scheduled_time`;

const REMOVE = `
  DELETE FROM workflow.waiting_times WHERE tenant_id = $1 AND environment_id = $2 AND definition_id = $3`;

@Injectable()
export class TypeOrmWaitingTimes extends WaitingTimes {
  constructor(private readonly database: ScopedDatabase) {
    super();
  }

  async find(scope: TenantScope, definitionId: string): Promise<Date | undefined> {
    const [row] = await this.database.query<{ time: Date }[]>(scope, FIND, [definitionId]);
    return row?.time;
  }

  async put(scope: TenantScope, definitionId: string, time: Date | undefined): Promise<void> {
    if (time) await this.database.query(scope, PUT, [definitionId, time]);
    else await this.database.query(scope, REMOVE, [definitionId]);
  }
}
