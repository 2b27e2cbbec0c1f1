import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { DefinitionRepository, Transactions } from '@app/application';
import { ScopedDatabase } from '@app/database';
import type { Definition } from '@app/domain';
import { aDefinition } from '../../support/builders/definitions';
import { ACME_PROD, GLOBEX_PROD } from '../../support/builders/scopes';
import { startDatabaseApp, type DatabaseApp } from '../../support/database/database-app';

const WRITE = `UPDATE workflow.definitions SET description = ''`;

/** Holds the table as a migration would. @returns what lets it go */
async function lockExecutions({ database }: DatabaseApp): Promise<() => Promise<void>> {
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query('BEGIN');
  await owner.query('LOCK TABLE workflow.executions');
  return () => owner.end();
}

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

  it('does not pretend to have kept what a swallowed error has undone', async () => {
    const [first, second] = [aDefinition(), aDefinition({ name: 'Same' })];
    const work = transactions.run(ACME_PROD, async () => {
      await definitions.insert(ACME_PROD, first);
      await definitions.insert(ACME_PROD, second);
      await definitions.insert(ACME_PROD, aDefinition({ name: 'Same' })).catch(() => undefined);
    });
    await expect(work).rejects.toThrow('swallowed');
    expect(await definitions.findById(ACME_PROD, first.id)).toBeUndefined();
  });

  it('ends with its last statement, and keeps nothing when that fails', async () => {
    const database = world.app.get(ScopedDatabase);
    const [kept, undone] = [aDefinition(), aDefinition()];
    const endsWith = (definition: Definition, sql: string, more = async () => {}): Promise<void> =>
      transactions.run(ACME_PROD, async () => {
        await definitions.insert(ACME_PROD, definition);
        await database.queryLast(ACME_PROD, sql);
        await more();
      });
    const oneMore = endsWith(kept, 'SELECT $1, $2', async () => void (await definitions.findById(ACME_PROD, kept.id)));
    await expect(oneMore).rejects.toThrow('after its last statement');
    expect((await definitions.findById(ACME_PROD, kept.id))?.id).toBe(kept.id);
    await expect(endsWith(undone, 'SELECT 1 / length(left($1, 0)), $2')).rejects.toMatchObject({ code: 'rejected' });
    expect(await definitions.findById(ACME_PROD, undone.id)).toBeUndefined();
    const swallowed = transactions.run(ACME_PROD, () =>
      database.queryLast(ACME_PROD, 'SELECT 1 / length(left($1, 0)), $2').catch(() => undefined),
    );
    await expect(swallowed).rejects.toMatchObject({ code: 'rejected' });
    expect(await database.queryLast(ACME_PROD, 'SELECT $1 AS tenant, $2 AS environment')).toMatchObject([
      { tenant: ACME_PROD.tenantId },
    ]);
  });

  it.each([
    ['a statement that takes too long', 'timeout', [`SET LOCAL statement_timeout = 50`, 'SELECT pg_sleep(5)']],
    [
      'a lock that cannot be had',
      'unavailable',
      [`SET LOCAL lock_timeout = 50`, 'LOCK TABLE workflow.executions IN ROW EXCLUSIVE MODE'],
    ],
    ['a server that has become a standby', 'unavailable', ['SET TRANSACTION READ ONLY', WRITE]],
    ['a connection that is cut', 'unavailable', ['SELECT pg_terminate_backend(pg_backend_pid())']],
  ])('says of %s that it may work later, and goes on working', async (_what, code, statements) => {
    const release = await lockExecutions(world);
    const work = world.app.get(ScopedDatabase).run(ACME_PROD, async (manager) => {
      for (const statement of statements) await manager.query(statement);
    });
    await expect(work).rejects.toMatchObject({ code });
    await release();
    expect(await definitions.findById(ACME_PROD, 'wf_1')).toBeUndefined();
  });

  it('says of a deadlock that it may work later, to one of the two', async () => {
    const rows = [aDefinition(), aDefinition()];
    for (const row of rows) await definitions.insert(ACME_PROD, row);
    const touch = (ids: string[]): Promise<void> =>
      world.app.get(ScopedDatabase).run(ACME_PROD, async (manager) => {
        for (const id of ids) {
          await manager.query(`UPDATE workflow.definitions SET description = '' WHERE id = $1`, [id]);
          await sleep(200);
        }
      });
    const ids = rows.map(({ id }) => id);
    const ends = await Promise.allSettled([touch(ids), touch([...ids].reverse())]);
    const lost = ends.filter((end) => end.status === 'rejected').map((end) => end.reason as unknown);
    expect(lost).toMatchObject([{ code: 'unavailable' }]);
  });

  it('refuses to work for another scope', async () => {
    const work = transactions.run(ACME_PROD, () => definitions.findById(GLOBEX_PROD, 'wf_1'));
    await expect(work).rejects.toThrow('another');
  });

  it('leaves no scope behind on its connection', async () => {
    const database = world.app.get(ScopedDatabase);
    // At once, so that every connection of the pool has its turn, and has it again afterwards.
    const all = <T>(work: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: 30 }, work));
    await all(() => transactions.run(ACME_PROD, () => Promise.resolve()));
    const left = await all(() =>
      database.queryUnscoped<{ scope: string }>(
        `SELECT current_setting('app.tenant_id', true) || current_setting('app.environment_id', true) AS scope`,
      ),
    );
    expect(new Set(left.map(([row]) => row?.scope || 'none'))).toEqual(new Set(['none']));
  });
});
