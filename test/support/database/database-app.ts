import { randomBytes } from 'node:crypto';
import type { DynamicModule, INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Client } from 'pg';
import { billingEntities, EmbeddedBillingModule } from '@app/billing';
import type { DatabaseConfig } from '@app/config';
import { DatabaseModule } from '@app/database';
import { freshDatabase, type FreshDatabase } from './fresh-database';

export interface DatabaseApp {
  readonly app: INestApplicationContext;
  readonly database: FreshDatabase;
  /** Leaves no row behind, so that each test starts with an empty database. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

const EMBEDDED = (): DynamicModule => EmbeddedBillingModule.forRoot({ relay: false, sandboxFaults: true });
const KEYS = [{ id: 'test', bytes: randomBytes(32) }];

/**
 * The database and billing libraries on a database of their own, without a process around them.
 * @param way how they reach it: a detour from the server's own address
 */
export async function startDatabaseApp(
  billing = EMBEDDED(),
  config: Partial<DatabaseConfig> = {},
  way = (url: string) => url,
): Promise<DatabaseApp> {
  const database = await freshDatabase();
  const all = { url: way(database.url), poolSize: 12, ...config };
  const module = {
    module: class TestModule {},
    imports: [DatabaseModule.forRoot(all, { entities: billingEntities, encryptionKeys: KEYS }), billing],
  };
  const app = await NestFactory.createApplicationContext(module, { logger: false });
  const close = async (): Promise<void> => {
    await app.close();
    await database.drop();
  };
  return { app, database, clear: () => truncateAll(database), close };
}

async function truncateAll({ ownerUrl }: FreshDatabase): Promise<void> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  const { rows } = await client.query<{ tables: string }>(
    `SELECT string_agg(format('%I.%I', schemaname, tablename), ', ') AS tables
     FROM pg_tables WHERE schemaname IN ('workflow', 'billing')`,
  );
  // The audit refuses to be emptied; only its owner can lift that.
  await client.query('ALTER TABLE workflow.audit_entries DISABLE TRIGGER append_only');
  await client.query(`TRUNCATE ${rows[0]?.tables}`);
  await client.query('ALTER TABLE workflow.audit_entries ENABLE TRIGGER append_only');
  await client.end();
}
