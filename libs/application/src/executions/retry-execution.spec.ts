import { aDefinition } from '../../../../test/support/builders/definitions';
import { aCaller } from '../../../../test/support/builders/callers';
import { aNewExecution } from '../../../../test/support/builders/executions';
import { ACME_PROD, STRANGERS } from '../../../../test/support/builders/scopes';
import { FakeAuditLog } from '../../../../test/support/fakes/fake-audit-log';
import { FakeDefinitionRepository } from '../../../../test/support/fakes/fake-definition-repository';
import { FakeExecutionRepository, FakeRuns } from '../../../../test/support/fakes/fake-executions';
import { FakeTransactions } from '../../../../test/support/fakes/fake-transactions';
import { Audit } from '../audit/audit';
import { RetryExecution, type RetryExecutionCommand } from './retry-execution';

async function setup() {
  const definitions = new FakeDefinitionRepository();
  const runs = new FakeRuns(definitions);
  const executions = new FakeExecutionRepository(runs);
  const log = new FakeAuditLog();
  const definition = aDefinition();
  await definitions.insert(ACME_PROD, definition);
  const original = aNewExecution(definition);
  await executions.insertPending(ACME_PROD, [original]);
  const row = runs.find(ACME_PROD, original.id);
  if (!row) throw new Error('No run');
  row.steps.set('step_1', { stepId: 'step_1', status: 'completed', attempts: 1, output: { plan_id: 'p' } });
  runs.move(row, 'failed');
  const retryExecution = new RetryExecution(new FakeTransactions(), definitions, executions, new Audit(log));
  const command: RetryExecutionCommand = { id: original.id, from: 'failed_step', version: 'original', by: aCaller() };
  return { definitions, definition, executions, runs, row, log, original, retryExecution, command };
}

describe('RetryExecution', () => {
  it('orders a run that goes on where the other one failed', async () => {
    const { executions, original, log, retryExecution, command } = await setup();
    const { id, status } = await retryExecution.execute(ACME_PROD, command);
    const retry = await executions.findById(ACME_PROD, id);
    expect([status, retry?.retryOf, retry?.rootExecutionId]).toEqual(['pending', original.id, original.id]);
    expect(retry).toMatchObject({
      triggerType: 'event',
      eventId: original.eventId,
      triggerEvent: original.triggerEvent,
    });
    expect(retry?.steps[0]).toMatchObject({ status: 'completed', output: { plan_id: 'p' }, reused: true });
    expect(log.of(ACME_PROD)).toMatchObject([{ action: 'execution.retried', after: { execution_id: id } }]);
  });

  it('goes on from the start with nothing of the other one', async () => {
    const { executions, retryExecution, command } = await setup();
    const { id } = await retryExecution.execute(ACME_PROD, { ...command, from: 'start' });
    const retry = await executions.findById(ACME_PROD, id);
    expect([retry?.rootExecutionId, retry?.steps[0]?.status]).toEqual([id, 'pending']);
  });

  it.each([
    ['original', 1],
    ['latest', 2],
  ] as const)('carries out the %s version', async (version, expected) => {
    const { definitions, definition, executions, retryExecution, command } = await setup();
    await definitions.update(ACME_PROD, { ...definition, version: 2 });
    const { id } = await retryExecution.execute(ACME_PROD, { ...command, version });
    expect((await executions.findById(ACME_PROD, id))?.definitionVersion).toBe(expected);
  });

  it('retries a run once, and then its retry', async () => {
    const { runs, retryExecution, command } = await setup();
    const { id } = await retryExecution.execute(ACME_PROD, command);
    const again = retryExecution.execute(ACME_PROD, command);
    await expect(again).rejects.toMatchObject({ code: 'conflict', details: { execution_id: id } });
    const retry = runs.find(ACME_PROD, id);
    if (retry) runs.move(retry, 'failed');
    expect((await retryExecution.execute(ACME_PROD, { ...command, id })).status).toBe('pending');
  });

  it.each(['pending', 'running', 'completed'] as const)('refuses a run that is %s', async (status) => {
    const { row, retryExecution, command } = await setup();
    row.execution = { ...row.execution, status };
    await expect(retryExecution.execute(ACME_PROD, command)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('refuses while the definition is disabled, and once it is gone', async () => {
    const { definitions, definition, retryExecution, command } = await setup();
    await definitions.update(ACME_PROD, { ...definition, enabled: false });
    await expect(retryExecution.execute(ACME_PROD, command)).rejects.toMatchObject({ code: 'definition_disabled' });
    await definitions.remove(ACME_PROD, definition.id);
    await expect(retryExecution.execute(ACME_PROD, command)).rejects.toMatchObject({ code: 'conflict' });
  });

  it.each(STRANGERS)('treats the run as missing for %s', async (_who, scope) => {
    const { runs, retryExecution, command } = await setup();
    await expect(retryExecution.execute(scope, command)).rejects.toMatchObject({ code: 'not_found' });
    expect(runs.rows).toHaveLength(1);
  });
});
