import { Client } from 'pg';
import { APP_ROLE, DATABASE, OWNER_ROLE, postgresUrl, SUPERUSER, type PostgresSecrets } from './postgres-secrets.ts';

// Neither role may pass by row-level security: the tests of isolation mean what they say.
const ROLES = [
  { role: OWNER_ROLE, rights: 'LOGIN CREATEDB NOSUPERUSER NOCREATEROLE NOBYPASSRLS' },
  { role: APP_ROLE, rights: 'LOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE NOBYPASSRLS' },
] as const;

/** Makes the roles and the database, or brings them to what they should be. May run any number of times. */
export async function provisionPostgres(port: number, secrets: PostgresSecrets): Promise<void> {
  const client = new Client({ connectionString: postgresUrl(secrets, SUPERUSER, port, 'postgres') });
  await client.connect();
  try {
    for (const { role, rights } of ROLES) {
      const verb = (await exists(client, 'pg_roles', 'rolname', role)) ? 'ALTER' : 'CREATE';
      // Utility statements take no parameters; the password is hexadecimal, the rest is ours.
      await client.query(`${verb} ROLE ${role} ${rights} PASSWORD '${secrets[role]}'`);
    }
    if (!(await exists(client, 'pg_database', 'datname', DATABASE)))
      await client.query(`CREATE DATABASE ${DATABASE} OWNER ${OWNER_ROLE}`);
  } finally {
    await client.end();
  }
}

async function exists(client: Client, catalog: string, column: string, name: string): Promise<boolean> {
  const { rowCount } = await client.query(`SELECT 1 FROM ${catalog} WHERE ${column} = $1`, [name]);
  return rowCount === 1;
}
