import { Client } from 'pg';
import { DefinitionRepository, Transactions } from '@app/application';
import { DatabaseNotifications } from '@app/database';
import { aDefinition } from '../../support/builders/definitions';
import { ACME_PROD, GLOBEX_PROD } from '../../support/builders/scopes';
import { startDatabaseApp, type DatabaseApp } from '../../support/database/database-app';
import { waitUntil } from '../../support/wait-until';

describe('a scoped transaction', () => {
  let world: DatabaseApp;
  let transactions: Transactions;
  let definitions: DefinitionRepository;

  beforeAll(async () => {
    world = await startDatabaseApp();
    transactions = world.app.get(Transactions);
    definitions = world.app.get(DefinitionRepository);
  });
  afterAll(() => world.close());

  it('takes all of its calls or none', async () => {
    const [first, second] = [aDefinition(), aDefinition()];
    const work = transactions.run(ACME_PROD, async () => {
      await definitions.insert(ACME_PROD, first);
      await definitions.insert(ACME_PROD, second);
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(await definitions.findById(ACME_PROD, first.id)).toBeUndefined();
  });

  it('sees its own writes through every repository', async () => {
    const definition = aDefinition();
    const seen = await transactions.run(ACME_PROD, async () => {
      await definitions.insert(ACME_PROD, definition);
      return definitions.findById(ACME_PROD, definition.id);
    });
    expect(seen?.id).toBe(definition.id);
  });

  it('refuses to work for another scope', async () => {
    const work = transactions.run(ACME_PROD, () => definitions.findById(GLOBEX_PROD, 'wf_1'));
    await expect(work).rejects.toThrow('another');
  });

  it('leaves no scope behind on its connection', async () => {
    // More than the pool has connections, so each is used again.
    for (let turn = 0; turn < 30; turn++)
      await transactions.run(turn % 2 ? ACME_PROD : GLOBEX_PROD, () => Promise.resolve());
    const definition = aDefinition();
    await definitions.insert(ACME_PROD, definition);
    const seen = await Promise.all(Array.from({ length: 20 }, () => definitions.findById(GLOBEX_PROD, definition.id)));
    expect(seen.every((found) => found === undefined)).toBe(true);
  });
});

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
});
