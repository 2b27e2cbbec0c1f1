import { setTimeout as sleep } from 'node:timers/promises';
import { DefinitionRepository, Transactions } from '@app/application';
import { ScopedDatabase } from '@app/database';
import { aDefinition } from '../../support/builders/definitions';
import { ACME_PROD } from '../../support/builders/scopes';
import { startDatabaseApp, type DatabaseApp } from '../../support/database/database-app';
import { TcpProxy, type Fault } from '../../support/faults/tcp-proxy';
import { serverAddresses } from '../../support/servers/server-addresses';

const STATEMENT_TIMEOUT_MS = 200;

describe('a database that falls silent, its connections open', () => {
  let proxy: TcpProxy;
  let world: DatabaseApp;

  beforeAll(async () => {
    proxy = await TcpProxy.start();
    proxy.pointTo(new URL(serverAddresses().postgres).host);
    const config = { poolSize: 3, statementTimeoutMs: STATEMENT_TIMEOUT_MS };
    world = await startDatabaseApp(undefined, config, (url) => proxy.inFrontOf(url));
  });
  afterAll(async () => {
    await world.close();
    await proxy.stop();
  });

  const inTransaction = () =>
    world.app
      .get(Transactions)
      .run(ACME_PROD, () => world.app.get(DefinitionRepository).insert(ACME_PROD, aDefinition()));
  const inOneStatement = () => world.app.get(ScopedDatabase).query(ACME_PROD, 'SELECT $1, $2');
  const acrossScopes = () => world.app.get(ScopedDatabase).queryUnscoped('SELECT 1');

  it.each<Fault>([{ kind: 'black_hole' }, { kind: 'mute', direction: 'answers' }])(
    'is given up after a while, and found again: %j',
    async (fault) => {
      const all = [inTransaction, inOneStatement, acrossScopes];
      await Promise.all(all.map((work) => work()));
      proxy.suffer(fault);
      // Without an end of its own such work would outlast the test.
      const ends = await Promise.allSettled(all.map((work) => work()));
      expect(ends).toMatchObject(all.map(() => ({ status: 'rejected', reason: { code: 'unavailable' } })));
      // Nobody resets the connections: what was swallowed on them stays swallowed.
      proxy.suffer({ kind: 'none' });
      // The pool hears of the end of what it has given up a moment later.
      await sleep(50);
      await Promise.all(all.map((work) => work()));
    },
  );
});
