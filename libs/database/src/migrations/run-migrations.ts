import { Client } from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import type { MigrationConfig } from '@app/config';

export type MigrationClass = new () => MigrationInterface;

/** Any number: it only has to be the same for all who migrate. */
const LOCK = 7_215_001;

/**
 * Brings the tables up to date by the role that owns them, each migration in a transaction of its own. Several calls at
 * once wait for each other.
 * @returns the names of the migrations that ran
 */
export async function runMigrations(config: MigrationConfig, migrations: MigrationClass[]): Promise<string[]> {
  const lock = new Client({ connectionString: config.ownerUrl });
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [LOCK]);
    return await migrate(config, migrations);
  } finally {
    await lock.end();
  }
}

async function migrate(
  { ownerUrl, applicationRole }: MigrationConfig,
  migrations: MigrationClass[],
): Promise<string[]> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations,
    migrationsTableName: 'schema_migrations',
    migrationsTransactionMode: 'each',
    extra: { max: 2, options: `-c app.application_role=${applicationRole}` },
  });
  await dataSource.initialize();
  try {
    return (await dataSource.runMigrations()).map(({ name }) => name);
  } finally {
    await dataSource.destroy();
  }
}
