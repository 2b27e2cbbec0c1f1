import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Client as TemporalClient, Connection } from '@temporalio/client';
import { Client } from 'pg';
import type { Ready } from '../platform/run-platform';

/** What the three processes have logged. */
export function logsOf({ smtp_outbox }: Ready): string {
  const folder = join(dirname(smtp_outbox), 'logs');
  return readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
}

/** The histories of all runs on a task queue, with what their payloads hold. */
export async function historiesOf({ temporal, temporal_namespace }: Ready, taskQueue: string): Promise<string> {
  const connection = await Connection.connect({ address: temporal });
  const { workflow } = new TemporalClient({ connection, namespace: temporal_namespace });
  const texts: string[] = [];
  for await (const { workflowId, runId } of workflow.list({ query: `TaskQueue = '${taskQueue}'` }))
    texts.push(...textsIn(await workflow.getHandle(workflowId, runId).fetchHistory()));
  await connection.close();
  return texts.join('\n');
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value instanceof Uint8Array) return [Buffer.from(value).toString()];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Every row of every table, by the tables' owner, to whom they are open for as long as this takes. */
export async function rowsOf({ postgres_owner }: Ready): Promise<string> {
  const client = new Client({ connectionString: postgres_owner });
  await client.connect();
  const { rows: tables } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('workflow', 'billing')`,
  );
  const texts: string[] = [];
  await client.query('BEGIN');
  for (const { name } of tables) {
    await client.query(`ALTER TABLE ${name} NO FORCE ROW LEVEL SECURITY`);
    const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
    texts.push(...rows.map(({ row }) => `${name} ${row}`));
  }
  await client.query('ROLLBACK');
  await client.end();
  return texts.join('\n');
}
