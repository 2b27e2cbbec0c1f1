import { Client } from 'pg';
import { DefinitionRepository, ExecutionRepository, Transactions } from '@app/application';
import { aDefinition } from '../../support/builders/definitions';
import { aNewExecution } from '../../support/builders/executions';
import { ACME_PROD } from '../../support/builders/scopes';
import { startDatabaseApp, type DatabaseApp } from '../../support/database/database-app';
import { waitUntil } from '../../support/wait-until';

describe('batches of pending runs', () => {
  let world: DatabaseApp;
  let client: Client;
  beforeAll(async () => {
    world = await startDatabaseApp();
    client = new Client({ connectionString: world.database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await world.close();
  });

  async function someoneWaitsForALock(): Promise<boolean> {
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    return ((await client.query(waiting)).rowCount ?? 0) > 0;
  }

  it('wait for each other in the order of their keys, whatever order they come in', async () => {
    const executions = world.app.get(ExecutionRepository);
    const definition = aDefinition();
    await world.app.get(DefinitionRepository).insert(ACME_PROD, definition);
    const keyed = (triggerKey: string): ReturnType<typeof aNewExecution> => aNewExecution(definition, { triggerKey });

    const { promise: middleIsTaken, resolve } = Promise.withResolvers<void>();
    const backwards = middleIsTaken.then(() =>
      executions.insertPending(ACME_PROD, ['event:c', 'event:b', 'event:a'].map(keyed)),
    );
    await world.app.get(Transactions).run(ACME_PROD, async () => {
      await executions.insertPending(ACME_PROD, [keyed('event:b')]);
      resolve();
      await waitUntil('the other batch to wait for b', someoneWaitsForALock);
      // Had the other taken c before it waits for b, each would now wait for the other.
      expect(await executions.insertPending(ACME_PROD, [keyed('event:c')])).toBe(1);
    });
    expect(await backwards).toBe(1);
  });
});
