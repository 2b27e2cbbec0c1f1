import { Injectable } from '@nestjs/common';
import {
  PendingExecutions,
  PendingExecutionsSignal,
  type ClaimedExecution,
  type PendingNews,
  type ScopeWithWork,
} from '@app/application';
import { statesBefore, type TenantScope } from '@app/domain';
import { DatabaseNotifications } from '../connection/database-notifications';
import { ScopedDatabase } from '../connection/scoped-database';
import { RUNS_CHANNEL } from './execution.sql';
import { PLACES_CHANNEL } from './run-recorder.sql';
import { present, type Nullable } from './present';

/** `start_after` is both the lease of whoever is starting a run (`leased`) and the wait after a start that failed. */
const CLAIM = `
  WITH due AS (
    SELECT id FROM workflow.executions
    WHERE tenant_id = $1 AND environment_id = $2 AND status = 'pending' AND start_after <= now()
    ORDER BY start_after, id LIMIT $3 FOR UPDATE SKIP LOCKED),
  claimed AS (
    UPDATE workflow.executions e
    SET start_after = now() + $4 * interval '1 second', start_attempts = start_attempts + 1,
      leased = true
    FROM due WHERE e.tenant_id = $1 AND e.environment_id = $2 AND e.id = due.id
    RETURNING e.*)
  SELECT c.id, c.definition_id AS "definitionId", c.definition_name AS "definitionName",
    c.definition_version AS "definitionVersion", c.trigger_type AS "triggerType", c.trigger_key AS "triggerKey",
    c.event_id AS "eventId", c.trigger_event AS "triggerEvent", c.root_execution_id AS "rootExecutionId",
    c.retry_of AS "retryOf", c.key_roots AS "keyRoots", c.start_attempts - 1 AS "startAttempts", v.content,
    CASE WHEN c.retry_of IS NOT NULL THEN (
      SELECT jsonb_agg(jsonb_build_object('stepId', s.step_id, 'output', s.output) ORDER BY s.completed_at, s.step_id)
      FROM workflow.step_executions s
      WHERE s.tenant_id = c.tenant_id AND s.environment_id = c.environment_id AND s.execution_id = c.id AND s.reused
    ) END AS reused
  FROM claimed c JOIN workflow.definition_versions v
    ON v.tenant_id = c.tenant_id AND v.environment_id = c.environment_id
    AND v.definition_id = c.definition_id AND v.version = c.definition_version
  ORDER BY c.created_at, c.id`;

const SCOPES = `
  SELECT tenant_id AS "tenantId", environment_id AS "environmentId", in_flight AS "inFlight"
  FROM workflow.scopes_with_pending_executions()`;

const MARK_STARTED = `
  UPDATE workflow.executions SET status = 'running', started_at = coalesce(started_at, now()),
    check_after = now() + interval '45 seconds'
  WHERE tenant_id = $1 AND environment_id = $2 AND id = ANY ($3) AND status = ANY ($4)`;

const POSTPONE = `
  UPDATE workflow.executions SET start_after = now() + $4 * interval '1 second', leased = false
  WHERE tenant_id = $1 AND environment_id = $2 AND id = $3 AND status = 'pending'`;

@Injectable()
export class TypeOrmPendingExecutions extends PendingExecutions {
  constructor(private readonly database: ScopedDatabase) {
    super();
  }

  async scopes(): Promise<ScopeWithWork[]> {
    const rows = await this.database.queryUnscoped<TenantScope & { inFlight: number }>(SCOPES);
    return rows.map(({ inFlight, ...scope }) => ({ scope, inFlight }));
  }

  async backlog(share: number, most: number): Promise<number> {
    const sql = 'SELECT workflow.pending_executions($1, $2) AS count';
    const [row] = await this.database.queryUnscoped<{ count: number }>(sql, [share, most]);
    return row?.count ?? 0;
  }

  async claim(scope: TenantScope, limit: number, leaseSeconds: number): Promise<ClaimedExecution[]> {
    const rows = await this.query<Nullable<ClaimedExecution>[]>(scope, CLAIM, [limit, leaseSeconds]);
    return rows.map((row) => present(row));
  }

  async markStarted(scope: TenantScope, executionIds: readonly string[]): Promise<void> {
    await this.query(scope, MARK_STARTED, [executionIds, statesBefore('running')]);
  }

  async postpone(scope: TenantScope, executionId: string, delaySeconds: number): Promise<void> {
    await this.query(scope, POSTPONE, [executionId, delaySeconds]);
  }

  private query<T>(scope: TenantScope, sql: string, parameters: unknown[]): Promise<T> {
    return this.database.query(scope, sql, parameters);
  }
}

@Injectable()
export class DatabasePendingExecutionsSignal extends PendingExecutionsSignal {
  constructor(private readonly notifications: DatabaseNotifications) {
    super();
  }

  async subscribe(listener: (news: PendingNews) => void): Promise<() => Promise<void>> {
    const ends = [
      this.notifications.listen(RUNS_CHANNEL, () => listener('runs')),
      this.notifications.listen(PLACES_CHANNEL, () => listener('places')),
    ];
    return async () => ends.forEach((end) => end());
  }
}
