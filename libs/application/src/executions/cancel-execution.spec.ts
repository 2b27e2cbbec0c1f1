import { aDefinition } from '../../../../test/support/builders/definitions';
import { aCaller } from '../../../../test/support/builders/callers';
import { aNewExecution } from '../../../../test/support/builders/executions';
import { ACME_PROD, STRANGERS } from '../../../../test/support/builders/scopes';
import { FakeAuditLog } from '../../../../test/support/fakes/fake-audit-log';
import { FakeCancelRequests } from '../../../../test/support/fakes/fake-cancel-requests';
import { FakeDefinitionRepository } from '../../../../test/support/fakes/fake-definition-repository';
import { FakeExecutionRepository, FakeRuns } from '../../../../test/support/fakes/fake-executions';
import { FakeTransactions } from '../../../../test/support/fakes/fake-transactions';
import { FakeWorkflowEngine } from '../../../../test/support/fakes/fake-workflow-engine';
import { Audit } from '../audit/audit';
import { CancelExecution } from './cancel-execution';
import { DeliverCancellations } from './deliver-cancellations';

async function setup() {
  const definitions = new FakeDefinitionRepository();
  const runs = new FakeRuns(definitions);
  const executions = new FakeExecutionRepository(runs);
  const [log, engine] = [new FakeAuditLog(), new FakeWorkflowEngine()];
  const definition = aDefinition();
  await definitions.insert(ACME_PROD, definition);
  const { id } = aNewExecution(definition);
  await executions.insertPending(ACME_PROD, [aNewExecution(definition, { id })]);
  const row = runs.find(ACME_PROD, id);
  if (!row) throw new Error('No run');
  const cancelExecution = new CancelExecution(new FakeTransactions(), executions, new Audit(log));
  const deliver = new DeliverCancellations(new FakeCancelRequests(runs), engine);
  return { id, row, runs, log, engine, deliver, cancelExecution, command: { id, by: aCaller() } };
}

describe('CancelExecution', () => {
  it('ends a run that has not begun', async () => {
    const { id, row, log, cancelExecution, command } = await setup();
    expect(await cancelExecution.execute(ACME_PROD, command)).toEqual({ id, status: 'cancelled' });
    expect(row.execution.status).toBe('cancelled');
    expect(log.of(ACME_PROD)).toMatchObject([{ action: 'execution.cancelled', resourceId: id }]);
  });

  it('has a running one told, once, by whoever can reach the engine', async () => {
    const { id, row, runs, engine, deliver, cancelExecution, command } = await setup();
    runs.move(row, 'running');
    expect(await cancelExecution.execute(ACME_PROD, command)).toEqual({ id, status: 'running' });
    expect(await deliver.execute(ACME_PROD, { limit: 5 })).toBe(1);
    expect(await deliver.execute(ACME_PROD, { limit: 5 })).toBe(0);
    expect(engine.cancelled).toEqual([id]);
  });

  it('keeps the request while the engine is away', async () => {
    const { id, row, runs, engine, deliver, cancelExecution, command } = await setup();
    runs.move(row, 'running');
    await cancelExecution.execute(ACME_PROD, command);
    engine.isDown = true;
    await expect(deliver.execute(ACME_PROD, { limit: 5 })).rejects.toMatchObject({ code: 'unavailable' });
    engine.isDown = false;
    row.cancelAfter = 0;
    await deliver.execute(ACME_PROD, { limit: 5 });
    expect(engine.cancelled).toEqual([id]);
  });

  it.each(['completed', 'failed', 'cancelled'] as const)('refuses a run that is %s', async (status) => {
    const { row, runs, log, cancelExecution, command } = await setup();
    runs.move(row, status);
    const refused = cancelExecution.execute(ACME_PROD, command);
    await expect(refused).rejects.toMatchObject({ code: 'execution_ended', details: { status } });
    expect(log.of(ACME_PROD)).toEqual([]);
  });

  it.each(STRANGERS)('treats it as missing for %s', async (_who, scope) => {
    const { row, cancelExecution, command } = await setup();
    await expect(cancelExecution.execute(scope, command)).rejects.toMatchObject({ code: 'not_found' });
    expect(row.execution.status).toBe('pending');
  });
});
