import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { billingMigrations } from '@app/billing';
import { runMigrations, workflowMigrations, type MigrationClass } from '@app/database';
import { serverAddresses } from '../../support/servers/server-addresses';

class Breaks1700000000900 implements MigrationInterface {
  readonly name = 'Breaks1700000000900';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE workflow.half_done (id text)');
    await runner.query('SELECT no_such_function()');
  }

  async down(): Promise<void> {}
}

describe('migrations', () => {
  const ALL = [...workflowMigrations, ...billingMigrations];
  const name = `migrate_${randomBytes(6).toString('hex')}`;
  const ownerUrl = new URL(serverAddresses().postgresOwner);
  ownerUrl.pathname = `/${name}`;

  async function ask<T extends object>(url: string, sql: string): Promise<T[]> {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<T>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  const migrate = (migrations: MigrationClass[]): Promise<string[]> =>
    runMigrations({ ownerUrl: ownerUrl.href, applicationRole: 'workflow_app' }, migrations);

  beforeAll(() => ask(serverAddresses().postgresOwner, `CREATE DATABASE ${name}`));
  afterAll(() => ask(serverAddresses().postgresOwner, `DROP DATABASE ${name}`));

  it('run once, whoever comes first of three at once', async () => {
    const ran = await Promise.all([migrate(ALL), migrate(ALL), migrate(ALL)]);
    const names = ALL.map((migration) => migration.name);
    expect(ran.filter((each) => each.length > 0).map((each) => [...each].sort())).toEqual([[...names].sort()]);
  });

  it('leave nothing behind when one fails, and let the next try in', async () => {
    await expect(migrate([...ALL, Breaks1700000000900])).rejects.toThrow('no_such_function');
    expect(await ask(ownerUrl.href, `SELECT to_regclass('workflow.half_done') AS found`)).toEqual([{ found: null }]);
    expect(await migrate(ALL)).toEqual([]);
  });

  it('say so when the server is away', async () => {
    const away = { ownerUrl: 'postgres://workflow_owner@127.0.0.1:1/workflow', applicationRole: 'workflow_app' };
    await expect(runMigrations(away, ALL)).rejects.toThrow('ECONNREFUSED');
  });

  it('can be undone', async () => {
    const client = { query: (sql: string) => ask(ownerUrl.href, sql) } as QueryRunner;
    for (const Migration of [...ALL].reverse()) await new Migration().down(client);
    const left = `SELECT nspname FROM pg_namespace WHERE nspname IN ('workflow', 'billing')`;
    expect(await ask(ownerUrl.href, left)).toEqual([]);
  });
});
