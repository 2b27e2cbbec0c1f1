import { aCaller } from '../../../../test/support/builders/callers';
import { aDefinition } from '../../../../test/support/builders/definitions';
import { ACME_PROD, STRANGERS } from '../../../../test/support/builders/scopes';
import { FakeAuditLog } from '../../../../test/support/fakes/fake-audit-log';
import { FakeDefinitionRepository } from '../../../../test/support/fakes/fake-definition-repository';
import { FakeExecutionRepository, FakeRuns } from '../../../../test/support/fakes/fake-executions';
import { FakeTransactions } from '../../../../test/support/fakes/fake-transactions';
import { Audit } from '../audit/audit';
import { GetDefinition } from '../definitions/get-definition';
import { StartExecution, type StartExecutionCommand } from './start-execution';

const ANN = aCaller();

interface World {
  readonly definitions: FakeDefinitionRepository;
  readonly runs: FakeRuns;
  readonly log: FakeAuditLog;
  readonly startExecution: StartExecution;
  readonly command: StartExecutionCommand;
}

async function setup(enabled = true): Promise<World> {
  const definitions = new FakeDefinitionRepository();
  const runs = new FakeRuns(definitions);
  const log = new FakeAuditLog();
  const definition = aDefinition({ enabled });
  await definitions.insert(ACME_PROD, definition);
  const ports = [new GetDefinition(definitions), new FakeExecutionRepository(runs), new Audit(log)] as const;
  const startExecution = new StartExecution(new FakeTransactions(), ...ports);
  const command = { definitionId: definition.id, triggerData: { customer_id: 'c' }, startedBy: ANN };
  return { definitions, runs, log, startExecution, command };
}

describe('StartExecution', () => {
  it.each([
    ['a user', ANN, 'manual'],
    ['a key', { ...ANN, kind: 'api_key' as const }, 'api'],
  ])('orders a run for %s', async (_who, startedBy, triggerType) => {
    const { runs, startExecution, command } = await setup();
    const { id, status } = await startExecution.execute(ACME_PROD, { ...command, startedBy });
    expect(status).toBe('pending');
    expect(runs.rows.map(({ execution }) => execution)).toMatchObject([
      { id, triggerType, triggerEvent: { payload: { customer_id: 'c' }, depth: 0 } },
    ]);
  });

  it('orders a run for each call without a key', async () => {
    const { runs, startExecution, command } = await setup();
    await startExecution.execute(ACME_PROD, command);
    await startExecution.execute(ACME_PROD, command);
    expect(runs.rows).toHaveLength(2);
  });

  it('gives the first run of a key again, and refuses the key for other data', async () => {
    const { runs, startExecution, command } = await setup();
    const keyed = { ...command, idempotencyKey: 'order-1' };
    const first = await startExecution.execute(ACME_PROD, keyed);
    expect(await startExecution.execute(ACME_PROD, keyed)).toEqual(first);
    const other = startExecution.execute(ACME_PROD, { ...keyed, triggerData: {} });
    await expect(other).rejects.toMatchObject({ code: 'idempotency_key_reused' });
    expect(runs.rows).toHaveLength(1);
  });

  it('gives the run of a key again although the definition was disabled since', async () => {
    const { definitions, startExecution, command } = await setup();
    const keyed = { ...command, idempotencyKey: 'order-1' };
    const first = await startExecution.execute(ACME_PROD, keyed);
    const definition = (await definitions.findById(ACME_PROD, command.definitionId)) ?? aDefinition();
    await definitions.update(ACME_PROD, { ...definition, enabled: false });
    expect(await startExecution.execute(ACME_PROD, keyed)).toEqual(first);
  });

  it('writes each run down once', async () => {
    const { log, startExecution, command } = await setup();
    const keyed = { ...command, idempotencyKey: 'order-1' };
    const { id } = await startExecution.execute(ACME_PROD, keyed);
    await startExecution.execute(ACME_PROD, keyed);
    const after = { definitionId: command.definitionId, definitionVersion: 1, triggerData: command.triggerData };
    expect(log.of(ACME_PROD)).toMatchObject([{ action: 'execution.triggered', resourceId: id, after }]);
  });

  it('refuses a disabled definition', async () => {
    const { startExecution, command } = await setup(false);
    await expect(startExecution.execute(ACME_PROD, command)).rejects.toMatchObject({ code: 'definition_disabled' });
  });

  it.each(STRANGERS)('treats a definition as missing for %s', async (_who, scope) => {
    const { runs, startExecution, command } = await setup();
    await expect(startExecution.execute(scope, command)).rejects.toMatchObject({ code: 'not_found' });
    expect(runs.rows).toEqual([]);
  });
});
