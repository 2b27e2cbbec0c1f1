import { COUNT_AND_TELL, LIVE_AND_INSERTED, RUN } from './execution.sql';

/** $1 tenant, $2 environment. One statement, so revision and definitions are of one moment. */
export const LISTENING = (steps: string): string => `
  SELECT s.revision::text AS revision, (
    SELECT coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'name', d.name, 'version', d.version, 'enabled', d.enabled,
        'eventName', d.event_name, 'conditions', coalesce(v.content #> '{trigger,conditions}', '[]'))${steps} ORDER BY d.id), '[]')
    FROM workflow.definitions d JOIN workflow.definition_versions v
      ON v.tenant_id = $1 AND v.environment_id = $2 AND v.definition_id = d.id AND v.version = d.version
    WHERE d.tenant_id = $1 AND d.environment_id = $2 AND d.deleted_at IS NULL AND d.trigger_type = 'event'
  ) AS definitions
  FROM workflow.definition_sets s WHERE s.tenant_id = $1 AND s.environment_id = $2`;

export const WITH_STEPS = ` || jsonb_build_object('steps', v.content -> 'steps')`;

export const REVISION = `
  SELECT revision::text AS revision FROM workflow.definition_sets WHERE tenant_id = $1 AND environment_id = $2`;

/** $3 executions. */
export const CHAINS = `
  SELECT id, causes || definition_id AS chain FROM workflow.executions
  WHERE tenant_id = $1 AND environment_id = $2 AND id = ANY ($3)`;

/**
 * $1 tenant, $2 environment, $3 events, $4 decisions, $5 runs. Rows go in by key, so
 * that two batches with the same events wait for each other in one order and cannot deadlock; an event that was there
 * before only counts a delivery. The definitions are locked against being deleted or disabled meanwhile; what would have
 * started one that was disabled just before says so. The notification goes out with the commit.
 */
export const ACCEPT = `
  WITH sent AS (
    SELECT * FROM jsonb_to_recordset($3::jsonb) AS n (id text, name text, "sentAt" text, "receivedAt" timestamptz,
      deliveries integer, payload jsonb, "userId" text, "entityType" text, "entityId" text, causation jsonb,
      "triggerEvent" jsonb)),
  arrived AS (
    INSERT INTO workflow.events AS e (tenant_id, environment_id, id, name, sent_at, received_at, deliveries, payload,
      user_id, entity_type, entity_id, causation)
    SELECT $1, $2, n.id, n.name, n."sentAt", coalesce(n."receivedAt", now()), n.deliveries, n.payload, n."userId",
      n."entityType", n."entityId", n.causation
    FROM sent n ORDER BY n.id COLLATE "C"
    ON CONFLICT (tenant_id, environment_id, id) DO UPDATE SET deliveries = e.deliveries + excluded.deliveries
    RETURNING e.id, e.xmax = 0 AS "isNew"),
  wanted AS (
    SELECT n.*, s."triggerEvent" FROM jsonb_to_recordset($5::jsonb) AS n (${RUN})
    JOIN arrived a ON a.id = n."eventId" AND a."isNew" JOIN sent s ON s.id = n."eventId"),
  ${LIVE_AND_INSERTED},
  decided AS (
    INSERT INTO workflow.event_decisions (tenant_id, environment_id, event_id, definition_id, definition_name,
      definition_version, verdict, detail)
    SELECT $1, $2, n."eventId", n."definitionId", n."definitionName", n."definitionVersion",
      CASE WHEN n.verdict = 'started' AND NOT live.enabled THEN 'disabled' ELSE n.verdict END, n.detail
    FROM jsonb_to_recordset($4::jsonb) AS n ("eventId" text, "definitionId" text, "definitionName" text,
      "definitionVersion" integer, verdict text, detail jsonb)
    JOIN arrived a ON a.id = n."eventId" AND a."isNew"
    LEFT JOIN live ON live.id = n."definitionId"
    WHERE n.verdict <> 'started' OR live.id IS NOT NULL)
  ${COUNT_AND_TELL}`;

/** $3 event. A run is found by what makes it unique, so a decision never names one that is not there. */
export const FIND = `
  SELECT e.id, e.name, e.sent_at AS "timestamp", e.received_at AS "receivedAt", e.deliveries, e.payload,
    e.user_id AS "userId", e.entity_type AS "entityType", e.entity_id AS "entityId", e.causation, (
      SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('definitionId', d.definition_id, 'definitionName', d.definition_name,
        'definitionVersion', d.definition_version, 'verdict', d.verdict, 'executionId', x.id)) || coalesce(d.detail, '{}')
        ORDER BY d.definition_name, d.definition_id), '[]')
      FROM workflow.event_decisions d LEFT JOIN workflow.executions x
        ON x.tenant_id = $1 AND x.environment_id = $2 AND x.definition_id = d.definition_id
        AND x.trigger_key = 'event:' || e.id AND d.verdict = 'started'
      WHERE d.tenant_id = $1 AND d.environment_id = $2 AND d.event_id = e.id
    ) AS decisions
  FROM workflow.events e WHERE e.tenant_id = $1 AND e.environment_id = $2 AND e.id = $3`;
