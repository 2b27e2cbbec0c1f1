/** Channel that tells of events that wait to be completed. */
export const DEFERRED_CHANNEL = 'deferred_events';

/**
 * $1 tenant, $2 environment, $3 events. What was decided meanwhile only counts a delivery, as every repeated event does.
 * Rows are locked by key, so that two batches with the same events cannot deadlock.
 */
export const ADD = `
  WITH arrived AS (SELECT * FROM jsonb_to_recordset($3::jsonb) AS n (id text, event jsonb, deliveries integer)),
  decided AS (
    SELECT e.id FROM workflow.events e
    WHERE e.tenant_id = $1 AND e.environment_id = $2 AND e.id IN (SELECT id FROM arrived) ORDER BY e.id FOR UPDATE),
  counted AS (
    UPDATE workflow.events e SET deliveries = e.deliveries + a.deliveries FROM decided d JOIN arrived a ON a.id = d.id
    WHERE e.tenant_id = $1 AND e.environment_id = $2 AND e.id = d.id),
  added AS (
    INSERT INTO workflow.deferred_events AS d (tenant_id, environment_id, id, event, deliveries)
    SELECT $1, $2, a.id, a.event, a.deliveries FROM arrived a WHERE a.id NOT IN (SELECT id FROM decided) ORDER BY a.id
    ON CONFLICT (tenant_id, environment_id, id) DO UPDATE SET deliveries = d.deliveries + excluded.deliveries
    RETURNING d.id)
  SELECT CASE WHEN count(*) > 0 THEN pg_notify('${DEFERRED_CHANNEL}', '')::text END FROM added`;

export const SCOPES = `
  SELECT tenant_id AS "tenantId", environment_id AS "environmentId" FROM workflow.scopes_with_deferred_events()`;

/** $3 limit, $4 seconds of the lease. */
export const CLAIM = `
  WITH due AS (
    SELECT id FROM workflow.deferred_events
    WHERE tenant_id = $1 AND environment_id = $2 AND next_attempt_at <= now()
    ORDER BY next_attempt_at, id LIMIT $3 FOR UPDATE SKIP LOCKED),
  claimed AS (
    UPDATE workflow.deferred_events d SET next_attempt_at = now() + $4 * interval '1 second'
    FROM due WHERE d.tenant_id = $1 AND d.environment_id = $2 AND d.id = due.id
    RETURNING d.id, d.event, d.attempts, d.deferred_at)
  SELECT event, attempts, deferred_at AS "receivedAt" FROM claimed ORDER BY deferred_at, id`;

/** $3 events, locked by key as everywhere. */
export const REMOVE = `
  WITH there AS (
    SELECT id FROM workflow.deferred_events
    WHERE tenant_id = $1 AND environment_id = $2 AND id = ANY ($3) ORDER BY id FOR UPDATE),
  removed AS (
    DELETE FROM workflow.deferred_events d USING there
    WHERE d.tenant_id = $1 AND d.environment_id = $2 AND d.id = there.id RETURNING d.id, d.deliveries)
  SELECT id, deliveries FROM removed`;

/** $3 postponements. Only what failed counts as an attempt. */
export const POSTPONE = `
  WITH there AS (
    SELECT d.id, p."delaySeconds", p.reason
    FROM workflow.deferred_events d
    JOIN jsonb_to_recordset($3::jsonb) AS p (id text, "delaySeconds" double precision, reason text) ON p.id = d.id
    WHERE d.tenant_id = $1 AND d.environment_id = $2 ORDER BY d.id FOR UPDATE OF d)
  UPDATE workflow.deferred_events d SET
    next_attempt_at = now() + there."delaySeconds" * interval '1 second',
    attempts = d.attempts + CASE WHEN there.reason IS NULL THEN 0 ELSE 1 END,
    last_error = coalesce(there.reason, d.last_error)
  FROM there WHERE d.tenant_id = $1 AND d.environment_id = $2 AND d.id = there.id`;

/** $3 event. One that was decided is found where decisions are. */
export const FIND = `
  SELECT d.event, d.deliveries, d.attempts, d.next_attempt_at AS "nextAttemptAt", d.last_error AS reason,
    d.deferred_at AS "receivedAt"
  FROM workflow.deferred_events d
  WHERE d.tenant_id = $1 AND d.environment_id = $2 AND d.id = $3 AND NOT EXISTS (
    SELECT 1 FROM workflow.events e WHERE e.tenant_id = $1 AND e.environment_id = $2 AND e.id = d.id)`;

export const LOAD = `SELECT events::integer AS count, oldest FROM workflow.deferred_load()`;
