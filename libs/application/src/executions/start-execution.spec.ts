import type { Principal } from '@app/domain';
import { aDefinition } from '../../../../test/support/builders/definitions';
import { ACME_PROD, STRANGERS } from '../../../../test/support/builders/scopes';
import { FakeDefinitionRepository } from '../../../../test/support/fakes/fake-definition-repository';
import { FakeExecutionRepository, FakeRuns } from '../../../../test/support/fakes/fake-executions';
import { GetDefinition } from '../definitions/get-definition';
import { StartExecution, type StartExecutionCommand } from './start-execution';

const ANN: Principal = { scope: ACME_PROD, kind: 'user', actorId: 'user_ann', permissions: [] };

async function setup(
  enabled = true,
): Promise<{ runs: FakeRuns; startExecution: StartExecution; command: StartExecutionCommand }> {
  const definitions = new FakeDefinitionRepository();
  const runs = new FakeRuns(definitions);
  const definition = aDefinition({ enabled });
  await definitions.insert(ACME_PROD, definition);
  const startExecution = new StartExecution(new GetDefinition(definitions), new FakeExecutionRepository(runs));
  return {
    runs,
    startExecution,
    command: { definitionId: definition.id, triggerData: { customer_id: 'c' }, startedBy: ANN },
  };
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
