import { Injectable } from '@nestjs/common';
import { CancelRequests } from '@app/application';
import type { TenantScope } from '@app/domain';
import { DatabaseNotifications } from '../connection/database-notifications';
import { ScopedDatabase } from '../connection/scoped-database';
import { CANCEL_CHANNEL } from './execution.sql';

const SCOPES = `
  SELECT tenant_id AS "tenantId", environment_id AS "environmentId" FROM workflow.scopes_with_cancel_requests()`;

/** A teller that dies leaves its runs to others after the lease. */
const CLAIM = `
  WITH due AS (
    SELECT id FROM workflow.executions
    WHERE tenant_id = $1 AND environment_id = $2 AND status = 'running' AND cancel_after < 'infinity'
      AND cancel_after <= now()
    ORDER BY cancel_after, id LIMIT $3 FOR UPDATE SKIP LOCKED),
  claimed AS (
    UPDATE workflow.executions e SET cancel_after = now() + interval '10 seconds'
    FROM due WHERE e.tenant_id = $1 AND e.environment_id = $2 AND e.id = due.id RETURNING e.id)
  SELECT id FROM claimed`;

const DELIVERED = `
  UPDATE workflow.executions SET cancel_after = 'infinity' WHERE tenant_id = $1 AND environment_id = $2 AND id = $3`;

@Injectable()
export class TypeOrmCancelRequests extends CancelRequests {
  constructor(
    private readonly database: ScopedDatabase,
    private readonly notifications: DatabaseNotifications,
  ) {
    super();
  }

  scopes(): Promise<TenantScope[]> {
    return this.database.queryUnscoped<TenantScope>(SCOPES);
  }

  async claim(scope: TenantScope, limit: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }[]>(scope, CLAIM, [limit]);
    return rows.map(({ id }) => id);
  }

  async delivered(scope: TenantScope, executionId: string): Promise<void> {
    await this.database.query(scope, DELIVERED, [executionId]);
  }

  subscribe(listener: () => void): () => void {
    return this.notifications.listen(CANCEL_CHANNEL, listener);
  }
}
