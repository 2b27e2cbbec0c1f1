/** What a pending run comes with, as columns of a JSON list: all but what triggers it. */
export const RUN = `id text, "definitionId" text, "definitionName" text, "definitionVersion" integer,
      "triggerType" text, "triggerKey" text, "eventId" text, "customerId" text, causes jsonb,
      "retryOf" text, "rootExecutionId" text, "keyRoots" jsonb, reused jsonb`;

/**
 * Stores the runs of a CTE `wanted`. Rows go in by key, so that two batches with the same events wait for each other in
 * one order and cannot deadlock. Their definitions are locked against being deleted or disabled meanwhile.
 */
export const LIVE_AND_INSERTED = `live AS (
    SELECT d.id, d.enabled FROM workflow.definitions d
    WHERE d.tenant_id = $1 AND d.environment_id = $2 AND d.deleted_at IS NULL
      AND d.id IN (SELECT "definitionId" FROM wanted)
    ORDER BY d.id FOR SHARE OF d),
  inserted AS (
    INSERT INTO workflow.executions (tenant_id, environment_id, id, definition_id, definition_name, definition_version,
      trigger_type, trigger_key, event_id, customer_id, trigger_event, root_execution_id, retry_of, key_roots, causes)
    SELECT $1, $2, w.id, w."definitionId", w."definitionName", w."definitionVersion",
      w."triggerType", w."triggerKey", w."eventId", w."customerId", w."triggerEvent", coalesce(w."rootExecutionId", w.id),
      w."retryOf", w."keyRoots", CASE WHEN w."retryOf" IS NULL
        THEN ARRAY(SELECT jsonb_array_elements_text(coalesce(w.causes, '[]')))
        ELSE (SELECT o.causes FROM workflow.executions o
          WHERE o.tenant_id = $1 AND o.environment_id = $2 AND o.id = w."retryOf") END
    FROM wanted w JOIN live ON live.id = w."definitionId" AND live.enabled
    ORDER BY w."definitionId", w."triggerKey"
    ON CONFLICT ON CONSTRAINT executions_once DO NOTHING
    RETURNING id)`;

/** Channel that tells of new runs. */
export const RUNS_CHANNEL = 'pending_executions';

/** How many were new; the notification goes out with the commit. */
export const COUNT_AND_TELL = `
  SELECT count(*)::integer AS count, CASE WHEN count(*) > 0 THEN pg_notify('${RUNS_CHANNEL}', '')::text END
  FROM inserted`;

/** $1 tenant, $2 environment, $3 new runs. One round trip for a whole batch. */
export const INSERT_PENDING = `
  WITH wanted AS (SELECT * FROM jsonb_to_recordset($3::jsonb) AS new (${RUN}, "triggerEvent" jsonb)),
  ${LIVE_AND_INSERTED},
  reused AS (
    INSERT INTO workflow.step_executions (tenant_id, environment_id, execution_id, step_id, status, output, completed_at, reused)
    SELECT $1, $2, w.id, r."stepId", 'completed', r.output, r."completedAt", true
    FROM inserted JOIN wanted w ON w.id = inserted.id,
      jsonb_to_recordset(coalesce(w.reused, '[]')) AS r ("stepId" text, output jsonb, "completedAt" timestamptz))
  ${COUNT_AND_TELL}`;

/** Channel that tells of running executions that shall be cancelled. */
export const CANCEL_CHANNEL = 'cancel_requests';

/**
 * $1 tenant, $2 environment, $3 execution or null, $4 definition or null. Every step of a run that never starts is
 * skipped. A running one is told by whoever hears the channel, or looks by itself.
 */
export const CANCEL = `
  WITH target AS (
    SELECT id, status, definition_id, definition_version FROM workflow.executions
    WHERE tenant_id = $1 AND environment_id = $2 AND (id = $3 OR definition_id = $4) AND status IN ('pending', 'running')
    ORDER BY id FOR NO KEY UPDATE),
  cancelled AS (
    UPDATE workflow.executions e SET status = 'cancelled', completed_at = now()
    FROM target t WHERE e.tenant_id = $1 AND e.environment_id = $2 AND e.id = t.id AND t.status = 'pending'
    RETURNING e.id, e.definition_id, e.definition_version),
  requested AS (
    UPDATE workflow.executions e SET cancel_after = coalesce(e.cancel_after, now())
    FROM target t WHERE e.tenant_id = $1 AND e.environment_id = $2 AND e.id = t.id AND t.status = 'running'
    RETURNING e.id),
  skipped AS (
    INSERT INTO workflow.step_executions (tenant_id, environment_id, execution_id, step_id, status, completed_at)
    SELECT $1, $2, c.id, step ->> 'id', 'skipped', now()
    FROM cancelled c JOIN workflow.definition_versions v
      ON v.tenant_id = $1 AND v.environment_id = $2 AND v.definition_id = c.definition_id
      AND v.version = c.definition_version,
      jsonb_array_elements(v.content -> 'steps') AS step
    ON CONFLICT DO NOTHING)
  SELECT (SELECT count(*)::integer FROM cancelled) AS cancelled, (SELECT count(*)::integer FROM requested) AS requested,
    CASE WHEN EXISTS (SELECT 1 FROM requested) THEN pg_notify('${CANCEL_CHANNEL}', '')::text END AS told`;
