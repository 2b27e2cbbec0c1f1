import { WHOLE_ATTEMPT } from './step-attempts.sql';

const failures = (steps: string): string => `jsonb_to_recordset(${steps}::jsonb) AS f ("stepId" text, error jsonb)`;

/** Steps that never ran, of a run in the CTE `ended`. */
const skipped = (stepIds: string): string => `skipped AS (
    INSERT INTO workflow.step_executions AS s (tenant_id, environment_id, execution_id, step_id, status, completed_at)
    SELECT $1, $2, ended.id, step_id, 'skipped', now() FROM ended, unnest(${stepIds}::text[]) AS step_id
    ON CONFLICT (tenant_id, environment_id, execution_id, step_id)
      DO UPDATE SET status = 'skipped', completed_at = now() WHERE s.status = 'running')`;

/** Steps that could not record their own end, of a run in the CTE `ended`. */
const failed = (steps: string): string => `failed AS (
    INSERT INTO workflow.step_executions AS s
      (tenant_id, environment_id, execution_id, step_id, status, attempts, error, completed_at)
    SELECT $1, $2, ended.id, f."stepId", 'failed', (f.error->>'attempts')::integer, f.error, now()
    FROM ended, ${failures(steps)}
    ON CONFLICT (tenant_id, environment_id, execution_id, step_id)
      DO UPDATE SET status = 'failed', completed_at = now(), attempts = greatest(s.attempts, excluded.attempts),
        next_attempt_at = NULL,
        error = excluded.error || jsonb_build_object('attempts', greatest(s.attempts, excluded.attempts))
      WHERE s.status = 'running')`;

/** Channel that tells of places which runs have left. */
export const PLACES_CHANNEL = 'free_places';

/** A scope whose runs wait for a place is told that there is one. @param freed the CTE of runs that have left theirs */
const countAndTell = (freed: string, count = 'count(*)::integer'): string => `
  SELECT ${count} AS count, CASE WHEN count(*) > 0 AND EXISTS (
      SELECT 1 FROM workflow.executions
      WHERE tenant_id = $1 AND environment_id = $2 AND status = 'pending' AND start_after <= now())
    THEN pg_notify('${PLACES_CHANNEL}', '')::text END
  FROM ${freed}`;

/** $5 output, $6 ids of skipped steps: the run ends with this step. The run is locked before the step, as everywhere. */
export const COMPLETE_RUN = `
  WITH run AS (
    SELECT id FROM workflow.executions
    WHERE tenant_id = $1 AND environment_id = $2 AND id = $3 AND status = 'running' FOR NO KEY UPDATE),
  completed AS (
    UPDATE workflow.step_executions SET status = 'completed', output = $5::jsonb, error = NULL, completed_at = now()
    FROM run
    WHERE tenant_id = $1 AND environment_id = $2 AND execution_id = run.id AND step_id = $4 AND status = 'running'
    RETURNING run.id),
  ended AS (
    UPDATE workflow.executions e SET status = 'completed', completed_at = now()
    FROM completed WHERE e.tenant_id = $1 AND e.environment_id = $2 AND e.id = completed.id
    RETURNING e.id),
  ${skipped('$6')}
  ${countAndTell('ended')}`;

/** A completed step shows in its status what became of undoing it; a failed one stays failed, and shows it beside. */
const undoing = (status: string, compensation: string, error: string): string => `
      status = CASE WHEN s.status = 'failed' THEN s.status ELSE ${status} END,
      error = CASE WHEN s.status = 'failed' THEN s.error ELSE ${error} END,
      compensation = CASE WHEN s.status = 'failed'
        THEN jsonb_strip_nulls(jsonb_build_object('status', ${compensation}, 'error', ${error})) END`;

/** $7 ids of skipped steps: the run ends with this step. Fails where nothing may be recorded. */
export const RECORD_LAST_ATTEMPT = `
  WITH ${WHOLE_ATTEMPT},
  ended AS (
    UPDATE workflow.executions e
    SET status = 'completed', started_at = coalesce(e.started_at, now()), completed_at = clock_timestamp()
    FROM completed WHERE e.tenant_id = $1 AND e.environment_id = $2 AND e.id = completed.id
    RETURNING e.id),
  ${skipped('$7')}
  ${countAndTell('ended', 'workflow.must_be_recorded(count(*))')}`;

/**
 * $4 status, $5 the states before it, $6 error, $7 ids of skipped steps, $8 steps that failed in the workflow, each with
 * its stepId and error, $9 the same of steps that could not be undone. Steps that have ended keep their rows;
 * of those that run, the given ones end so.
 * Everything here locks the run before its steps: so an end and its late attempts cannot deadlock.
 */
export const FINISH = `
  WITH ended AS (
    UPDATE workflow.executions
    SET status = $4, error = $6::jsonb, started_at = coalesce(started_at, now()), completed_at = now()
    WHERE tenant_id = $1 AND environment_id = $2 AND id = $3 AND status = ANY ($5)
    RETURNING id),
  ${skipped('$7')},
  ${failed('$8')},
  kept AS (
    UPDATE workflow.step_executions s SET ${undoing("'compensation_failed'", "'failed'", 'f.error')}
    FROM ended, ${failures('$9')}
    WHERE s.tenant_id = $1 AND s.environment_id = $2 AND s.execution_id = ended.id AND s.step_id = f."stepId"
      AND (s.status = 'completed' OR s.status = 'failed' AND s.compensation->>'status' IS DISTINCT FROM 'completed'))
  ${countAndTell('ended')}`;

/** $3 execution, $4 whether it is in a wait. */
export const PARK = `
  WITH parked AS (
    UPDATE workflow.executions SET parked = $4
    WHERE tenant_id = $1 AND environment_id = $2 AND id = $3 AND status = 'running' AND parked <> $4
    RETURNING id)
  ${countAndTell('parked')}`;

/**
 * $4 error. Whatever still runs when a run has ended was given up too; its late result must not count. A statement of
 * its own after FINISH: only then does it see a step that began while FINISH waited for the run.
 */
export const GIVE_UP_RUNNING = `
  UPDATE workflow.step_executions SET
    status = CASE WHEN status = 'running' THEN 'failed' ELSE status END,
    completed_at = CASE WHEN status = 'running' THEN now() ELSE completed_at END,
    error = CASE WHEN status = 'running' THEN $4::jsonb || jsonb_build_object('attempts', attempts) ELSE error END,
    compensation = CASE WHEN compensation->>'status' = 'running'
      THEN jsonb_build_object('status', 'failed', 'error', $4::jsonb || jsonb_build_object('attempts', attempts))
      ELSE compensation END
  WHERE tenant_id = $1 AND environment_id = $2 AND execution_id = $3
    AND (status = 'running' OR compensation->>'status' = 'running')`;

/**
 * A step that has completed in the moment in which the run's deadline came is not to blame for it. After FINISH, for the
 * same reason: what was completed while that one waited is seen only now.
 */
export const UNBLAME = `
  UPDATE workflow.executions e SET error = e.error - 'stepId'
  WHERE e.tenant_id = $1 AND e.environment_id = $2 AND e.id = $3 AND EXISTS (
    SELECT 1 FROM workflow.step_executions s
    WHERE s.tenant_id = $1 AND s.environment_id = $2 AND s.execution_id = $3 AND s.step_id = e.error->>'stepId'
      AND s.status IN ('completed', 'compensated', 'compensation_failed'))`;

/** $4 steps, each with its stepId and error. The run goes on; `ended` is only its name here. */
export const GIVE_UP = `
  WITH ended AS (
    SELECT id FROM workflow.executions
    WHERE tenant_id = $1 AND environment_id = $2 AND id = $3 AND status = 'running' FOR NO KEY UPDATE),
  ${failed('$4')}
  SELECT count(*)::integer AS count FROM ended`;

/** $4 step ids. A statement of its own after GIVE_UP: only then does it see what was completed while that one waited. */
export const COMPLETED_OF = `
  SELECT step_id AS "stepId", coalesce(output, '{}') AS output FROM workflow.step_executions
  WHERE tenant_id = $1 AND environment_id = $2 AND execution_id = $3 AND step_id = ANY ($4) AND status = 'completed'
  ORDER BY completed_at`;

/** The run is locked, so that its end and the way back do not cross. */
export const IS_UNDONE = `
  WITH run AS (
    SELECT id FROM workflow.executions
    WHERE tenant_id = $1 AND environment_id = $2 AND id = $3 AND status = 'running' FOR NO KEY UPDATE)
  SELECT s.status = 'compensated' OR coalesce(s.compensation->>'status' = 'completed', false) AS "isUndone"
  FROM run, workflow.step_executions s
  WHERE s.tenant_id = $1 AND s.environment_id = $2 AND s.execution_id = run.id AND s.step_id = $4`;

/** $5 status of a completed step, $6 of a failed one's compensation, $7 error. */
export const COMPENSATED = `
  UPDATE workflow.step_executions s SET ${undoing('$5', '$6::text', '$7::jsonb')} FROM workflow.executions e
  WHERE s.tenant_id = $1 AND s.environment_id = $2 AND s.execution_id = $3 AND s.step_id = $4
    AND s.status IN ('completed', 'compensation_failed', 'failed')
    AND e.tenant_id = $1 AND e.environment_id = $2 AND e.id = $3 AND e.status = 'running'`;
