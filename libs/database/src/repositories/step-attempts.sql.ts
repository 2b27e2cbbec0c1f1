const STARTED = `started AS (
    UPDATE workflow.executions
    SET status = 'running', started_at = coalesce(started_at, now()), check_after = now() + interval '45 seconds'
    WHERE tenant_id = $1 AND environment_id = $2 AND id = $3 AND status = 'pending')`;

/**
 * $1 tenant, $2 environment, $3 execution, $4 step, $5 attempt. A row comes back when the attempt may go on.
 * The lock on the run keeps its end and a late attempt apart: one of them sees the other.
 */
export const BEGIN_ATTEMPT = `
  WITH run AS (
    SELECT status FROM workflow.executions
    WHERE tenant_id = $1 AND environment_id = $2 AND id = $3 AND status IN ('pending', 'running')
    FOR NO KEY UPDATE),
  ${STARTED}
  INSERT INTO workflow.step_executions AS s (tenant_id, environment_id, execution_id, step_id, status, attempts, started_at)
  SELECT $1, $2, $3, $4, 'running', $5::integer, now() FROM run
  ON CONFLICT (tenant_id, environment_id, execution_id, step_id)
    DO UPDATE SET attempts = greatest(s.attempts, excluded.attempts), next_attempt_at = NULL WHERE s.status = 'running'
  RETURNING s.step_id`;

/** $5 output. */
export const COMPLETE_STEP = `
  WITH completed AS (
    UPDATE workflow.step_executions SET status = 'completed', output = $5::jsonb, error = NULL, completed_at = now()
    WHERE tenant_id = $1 AND environment_id = $2 AND execution_id = $3 AND step_id = $4 AND status = 'running'
    RETURNING step_id)
  SELECT count(*)::integer AS count FROM completed`;

/** $5 error, $6 status, $7 attempts, $8 time of the next one. The attempt's beginning may have been rolled back together with its effect. */
export const FAIL_ATTEMPT = `
  WITH run AS (
    SELECT CASE WHEN cancel_after IS NULL THEN $6::text ELSE 'failed' END AS becomes FROM workflow.executions
    WHERE tenant_id = $1 AND environment_id = $2 AND id = $3 AND status IN ('pending', 'running')
    FOR NO KEY UPDATE),
  ${STARTED}
  INSERT INTO workflow.step_executions AS s
    (tenant_id, environment_id, execution_id, step_id, status, attempts, error, started_at, completed_at,
     next_attempt_at)
  SELECT $1, $2, $3, $4, becomes, $7::integer, $5::jsonb, now(), CASE WHEN becomes = 'failed' THEN now() END,
    CASE WHEN becomes = 'running' THEN $8::timestamptz END
  FROM run
  ON CONFLICT (tenant_id, environment_id, execution_id, step_id)
    DO UPDATE SET error = excluded.error, status = excluded.status, completed_at = excluded.completed_at,
      next_attempt_at = excluded.next_attempt_at, attempts = greatest(s.attempts, excluded.attempts) WHERE s.status = 'running'
  RETURNING s.status`;

/** $3 execution. Its lock keeps an attempt that is recorded as begun from being stopped; a local one is overruled then. */
export const STOP_RETRIES_OF = `
  WITH run AS (
    SELECT id FROM workflow.executions
    WHERE tenant_id = $1 AND environment_id = $2 AND id = $3 AND status = 'running' FOR NO KEY UPDATE),
  stopped AS (
    UPDATE workflow.step_executions s SET status = 'failed', completed_at = now(), next_attempt_at = NULL FROM run
    WHERE s.tenant_id = $1 AND s.environment_id = $2 AND s.execution_id = run.id AND s.status = 'running'
      AND s.next_attempt_at > now()
    RETURNING s.step_id)
  SELECT step_id AS "stepId" FROM stopped`;

/** $5 attempt, $6 output. A step that has ended keeps its row. */
export const WHOLE_ATTEMPT = `run AS (
    SELECT id FROM workflow.executions
    WHERE tenant_id = $1 AND environment_id = $2 AND id = $3 AND status IN ('pending', 'running') FOR NO KEY UPDATE),
  completed AS (
    INSERT INTO workflow.step_executions AS s
      (tenant_id, environment_id, execution_id, step_id, status, attempts, output, started_at, completed_at)
    SELECT $1, $2, run.id, $4, 'completed', $5::integer, $6::jsonb, now(), clock_timestamp() FROM run
    ON CONFLICT (tenant_id, environment_id, execution_id, step_id)
      DO UPDATE SET status = 'completed', output = excluded.output, error = NULL, next_attempt_at = NULL,
        completed_at = excluded.completed_at, attempts = greatest(s.attempts, excluded.attempts)
      WHERE s.status = 'running'
    RETURNING s.execution_id AS id)`;

/** What `must_be_recorded` fails with where nothing was. */
export const NOTHING_RECORDED = 'P0W01';

/** Fails where nothing may be recorded. */
export const RECORD_ATTEMPT = `
  WITH ${WHOLE_ATTEMPT},
  ${STARTED}
  SELECT workflow.must_be_recorded(count(*)) FROM completed`;
