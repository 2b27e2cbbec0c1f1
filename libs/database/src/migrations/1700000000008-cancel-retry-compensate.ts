import type { MigrationInterface, QueryRunner } from 'typeorm';
import { lookAcrossScopes } from './isolate-table';

const CHANGES = [
  // When a run that shall be cancelled is told so (again); infinity once the workflow engine has taken it.
  `ALTER TABLE workflow.executions ADD COLUMN cancel_after timestamptz`,
  // Steps whose idempotency key begins with another execution than the root: those that were undone before.
  `ALTER TABLE workflow.executions ADD COLUMN retry_of text, ADD COLUMN key_roots jsonb`,
  `CREATE INDEX executions_to_cancel ON workflow.executions (tenant_id, environment_id, cancel_after)
     WHERE status = 'running' AND cancel_after < 'infinity'`,
  `ALTER TABLE workflow.step_executions ADD COLUMN reused boolean NOT NULL DEFAULT false,
     ADD COLUMN next_attempt_at timestamptz`,
  `ALTER TABLE workflow.step_executions DROP CONSTRAINT step_executions_status_check`,
  `ALTER TABLE workflow.step_executions ADD CONSTRAINT step_executions_status_check CHECK (status IN
     ('pending', 'running', 'completed', 'failed', 'skipped', 'compensated', 'compensation_failed'))`,
];

const TO_CANCEL = `
  SELECT DISTINCT e.tenant_id, e.environment_id FROM workflow.executions e
  WHERE e.status = 'running' AND e.cancel_after < 'infinity' AND e.cancel_after <= now()`;

/** What cancelling, retrying and undoing runs need to remember. */
export class CancelRetryCompensate1700000000008 implements MigrationInterface {
  readonly name = 'CancelRetryCompensate1700000000008';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of CHANGES) await runner.query(statement);
    await lookAcrossScopes(runner, {
      ...{ table: 'workflow.executions', visible: undefined, body: TO_CANCEL },
      ...{
        signature: 'workflow.scopes_with_cancel_requests()',
        returns: 'TABLE (tenant_id text, environment_id text)',
      },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION workflow.scopes_with_cancel_requests()');
    await runner.query('ALTER TABLE workflow.step_executions DROP COLUMN reused, DROP COLUMN next_attempt_at');
    await runner.query(
      'ALTER TABLE workflow.executions DROP COLUMN cancel_after, DROP COLUMN retry_of, DROP COLUMN key_roots',
    );
  }
}
