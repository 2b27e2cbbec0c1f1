import { Injectable } from '@nestjs/common';
import { RunningExecutions } from '@app/application';
import type { TenantScope } from '@app/domain';
import { ScopedDatabase } from '../connection/scoped-database';

const CLAIM = `
  WITH due AS (
    SELECT id FROM workflow.executions
    WHERE tenant_id = $1 AND environment_id = $2 AND status = 'running' AND check_after <= now()
    ORDER BY check_after LIMIT $3 FOR UPDATE SKIP LOCKED),
  claimed AS (
    UPDATE workflow.executions e SET check_after = now() + greatest(interval '45 seconds',
      least(interval '15 minutes', (now() - coalesce(e.started_at, e.created_at)) / 4))
    FROM due WHERE e.tenant_id = $1 AND e.environment_id = $2 AND e.id = due.id
    RETURNING e.id)
  SELECT id FROM claimed`;

@Injectable()
export class TypeOrmRunningExecutions extends RunningExecutions {
  constructor(private readonly database: ScopedDatabase) {
    super();
  }

  async scopes(): Promise<TenantScope[]> {
    const sql =
      'SELECT tenant_id AS "tenantId", environment_id AS "environmentId" FROM workflow.scopes_with_unchecked_executions()';
    return this.database.queryUnscoped<TenantScope>(sql);
  }

  async claim(scope: TenantScope, limit: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }[]>(scope, CLAIM, [limit]);
    return rows.map(({ id }) => id);
  }
}
