import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { billingMigrations } from '@app/billing';
import { runMigrations, workflowMigrations } from '@app/database';
import { serverAddresses } from '../servers/server-addresses';

export interface FreshDatabase {
  /** By the application's role. */
  readonly url: string;
  readonly ownerUrl: string;
  drop(): Promise<void>;
}

const TEMPLATE = 'migrated_template';
const LOCK = 7_215_002;

/** A database of its own for one test file: a copy of the migrated template, which the first caller makes. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const { postgres, postgresOwner } = serverAddresses();
  await asOwner(async (client) => {
    // One at a time: a template must not be in use while it is copied.
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await ensureTemplate(client);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  });
  // Without FORCE the server waits up to 5 s for connections that are just closing; the owner may not end the application's.
  const drop = (): Promise<void> => asOwner((client) => client.query(`DROP DATABASE ${name}`));
  return { url: withDatabase(postgres, name), ownerUrl: withDatabase(postgresOwner, name), drop };
}

async function ensureTemplate(client: Client): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [TEMPLATE]);
  if (rowCount) return;
  const draft = `${TEMPLATE}_draft`;
  await client.query(`DROP DATABASE IF EXISTS ${draft}`);
  await client.query(`CREATE DATABASE ${draft}`);
  const ownerUrl = withDatabase(serverAddresses().postgresOwner, draft);
  await runMigrations({ ownerUrl, applicationRole: 'workflow_app' }, [...workflowMigrations, ...billingMigrations]);
  await client.query(`ALTER DATABASE ${draft} RENAME TO ${TEMPLATE}`);
}

async function asOwner(work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: serverAddresses().postgresOwner });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
