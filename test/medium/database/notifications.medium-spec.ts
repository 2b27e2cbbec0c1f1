import { Client } from 'pg';
import { DefinitionRepository, ExecutionRepository, Transactions } from '@app/application';
import { DatabaseNotifications } from '@app/database';
import { aDefinition } from '../../support/builders/definitions';
import { aNewExecution } from '../../support/builders/executions';
import { ACME_PROD } from '../../support/builders/scopes';
import { startDatabaseApp, type DatabaseApp } from '../../support/database/database-app';
import { waitUntil } from '../../support/wait-until';

describe('notifications', () => {
  let world: DatabaseApp;
  beforeAll(async () => {
    world = await startDatabaseApp();
  });
  afterAll(() => world.close());

  async function notify(channel: string): Promise<void> {
    const client = new Client({ connectionString: world.database.url });
    await client.connect();
    await client.query(`NOTIFY ${channel}`);
    await client.end();
  }

  /** Ends the listening connection, as a failover does. */
  async function cutListener(): Promise<void> {
    const client = new Client({ connectionString: world.database.url });
    await client.connect();
    await client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE query LIKE 'LISTEN%' AND datname = current_database() AND pid <> pg_backend_pid()`);
    await client.end();
  }

  it('arrive, also after the connection was lost, which is told too', async () => {
    let calls = 0;
    const end = world.app.get(DatabaseNotifications).listen('medium_test', () => calls++);
    await waitUntil('the first connection', async () => calls > 0);
    const connected = calls;
    await notify('medium_test');
    await waitUntil('a notification', async () => calls > connected);
    const before = calls;
    await cutListener();
    await waitUntil('the next connection', async () => calls > before);
    const reconnected = calls;
    await notify('medium_test');
    await waitUntil('a notification on the new connection', async () => calls > reconnected);
    end();
  });

  it('call whoever joins later as soon as it listens', async () => {
    const notifications = world.app.get(DatabaseNotifications);
    let [first, second] = [0, 0];
    const ends = [notifications.listen('joined', () => first++)];
    await waitUntil('the first', async () => first > 0);
    ends.push(notifications.listen('joined', () => second++));
    await waitUntil('the second', async () => second > 0);
    for (const end of ends) end();
  });

  it('tell of pending runs only when some are new, and only once they are there for all', async () => {
    const definition = aDefinition();
    const known = aNewExecution(definition);
    const executions = world.app.get(ExecutionRepository);
    await world.app.get(DefinitionRepository).insert(ACME_PROD, definition);
    await executions.insertPending(ACME_PROD, [known]);

    const heard: string[] = [];
    const notifications = world.app.get(DatabaseNotifications);
    const ends = ['pending_executions', 'fence'].map((name) => notifications.listen(name, () => heard.push(name)));
    // One connection tells in the order of the commits: what is heard up to the fence is all there was.
    const heardUntilNow = async (): Promise<string[]> => {
      await notify('fence');
      await waitUntil('the fence', async () => heard.includes('fence'));
      return heard.splice(0);
    };
    await waitUntil('both to listen', async () => heard.length === 2);
    heard.length = 0;

    await executions.insertPending(ACME_PROD, [{ ...known, id: 'exec_again' }]);
    const undone = world.app.get(Transactions).run(ACME_PROD, async () => {
      await executions.insertPending(ACME_PROD, [aNewExecution(definition)]);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await heardUntilNow()).toEqual(['fence']);

    await executions.insertPending(ACME_PROD, [aNewExecution(definition), aNewExecution(definition)]);
    expect(await heardUntilNow()).toEqual(['pending_executions', 'fence']);
    for (const end of ends) end();
  });
});
