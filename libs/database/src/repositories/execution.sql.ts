/** What a pending run comes with, as columns of a JSON list. */
export const NEW_RUN = `id text, "definitionId" text, "definitionName" text, "definitionVersion" integer,
      "triggerType" text, "triggerKey" text, "eventId" text, "customerId" text, "triggerEvent" jsonb, causes jsonb`;

/**
 * Stores the runs of a CTE `wanted`. Rows go in by key, so that two batches with the same events wait for each other in
 * one order and cannot deadlock. Their definitions are locked against being deleted or disabled meanwhile.
 */
export const LIVE_AND_INSERTED = `live AS (
    SELECT d.id FROM workflow.definitions d
    WHERE d.tenant_id = $1 AND d.environment_id = $2 AND d.deleted_at IS NULL AND d.enabled
      AND d.id IN (SELECT "definitionId" FROM wanted)
    ORDER BY d.id FOR SHARE OF d),
  inserted AS (
    INSERT INTO workflow.executions (tenant_id, environment_id, id, definition_id, definition_name, definition_version,
      trigger_type, trigger_key, event_id, customer_id, trigger_event, root_execution_id, causes)
    SELECT $1, $2, w.id, w."definitionId", w."definitionName", w."definitionVersion",
      w."triggerType", w."triggerKey", w."eventId", w."customerId", w."triggerEvent", w.id,
      ARRAY(SELECT jsonb_array_elements_text(coalesce(w.causes, '[]')))
    FROM wanted w JOIN live ON live.id = w."definitionId"
    ORDER BY w."definitionId", w."triggerKey"
    ON CONFLICT ON CONSTRAINT executions_once DO NOTHING
    RETURNING id)`;

/** How many were new; the notification goes out with the commit. */
export const COUNT_AND_TELL = `
  SELECT count(*)::integer AS count, CASE WHEN count(*) > 0 THEN pg_notify('pending_executions', '')::text END
  FROM inserted`;

/** $1 tenant, $2 environment, $3 new runs. One round trip for a whole batch. */
export const INSERT_PENDING = `
  WITH wanted AS (SELECT * FROM jsonb_to_recordset($3::jsonb) AS new (${NEW_RUN})),
  ${LIVE_AND_INSERTED}
  ${COUNT_AND_TELL}`;

/** $1 tenant, $2 environment, $3 definition. Every step of a run that never starts is skipped. */
export const CANCEL_PENDING = `
  WITH cancelled AS (
    UPDATE workflow.executions SET status = 'cancelled', completed_at = now()
    WHERE tenant_id = $1 AND environment_id = $2 AND definition_id = $3 AND status = 'pending'
    RETURNING id, definition_version),
  skipped AS (
    INSERT INTO workflow.step_executions (tenant_id, environment_id, execution_id, step_id, status, completed_at)
    SELECT $1, $2, c.id, step ->> 'id', 'skipped', now()
    FROM cancelled c JOIN workflow.definition_versions v
      ON v.tenant_id = $1 AND v.environment_id = $2 AND v.definition_id = $3 AND v.version = c.definition_version,
      jsonb_array_elements(v.content -> 'steps') AS step
    ON CONFLICT DO NOTHING)
  SELECT count(*)::integer AS count FROM cancelled`;
