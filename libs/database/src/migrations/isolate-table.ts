import type { QueryRunner } from 'typeorm';

/** Quoted name of the application's role; the migration connection carries it as a setting. */
export async function applicationRole(runner: QueryRunner): Promise<string> {
  const rows = (await runner.query(`SELECT quote_ident(current_setting('app.application_role')) AS role`)) as [
    { role: string },
  ];
  return rows[0].role;
}

/**
 * Closes a table that has tenant_id and environment_id to everybody but the transaction's own scope, its owner included,
 * and lets the application's role in.
 * @param privileges what the application may do, e.g. `SELECT, INSERT` for an append-only table
 */
export async function isolateTable(
  runner: QueryRunner,
  table: string,
  privileges = 'SELECT, INSERT, UPDATE, DELETE',
): Promise<void> {
  const role = await applicationRole(runner);
  const own = (column: string): string => `${column} = (SELECT NULLIF(current_setting('app.${column}', true), ''))`;
  const sameScope = `${own('tenant_id')} AND ${own('environment_id')}`;
  await runner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
  await runner.query(`CREATE POLICY own_scope ON ${table} USING (${sameScope}) WITH CHECK (${sameScope})`);
  await runner.query(`GRANT ${privileges} ON ${table} TO ${role}`);
}

/** Lets the application use a schema; its tables are granted one by one. */
export async function openSchema(runner: QueryRunner, schema: string): Promise<void> {
  await runner.query(`CREATE SCHEMA ${schema}`);
  await runner.query(`GRANT USAGE ON SCHEMA ${schema} TO ${await applicationRole(runner)}`);
}

/**
 * A function that runs with the owner's rights: the one kind of look across scopes. The owner itself sees through
 * `visible` only (row-level security is forced), so the function cannot show more than that. A further function over the
 * same table names nothing new: it sees the same.
 */
export async function lookAcrossScopes(
  runner: QueryRunner,
  look: { table: string; visible?: string | undefined; signature: string; returns: string; body: string },
): Promise<void> {
  const { table, visible, signature, returns, body } = look;
  if (visible !== undefined)
    await runner.query(`CREATE POLICY look_across ON ${table} FOR SELECT TO CURRENT_USER USING (${visible})`);
  await runner.query(
    `CREATE FUNCTION ${signature} RETURNS ${returns} LANGUAGE sql STABLE SECURITY DEFINER
     SET search_path = pg_catalog, pg_temp AS $$ ${body} $$`,
  );
  await runner.query(`REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC`);
  await runner.query(`GRANT EXECUTE ON FUNCTION ${signature} TO ${await applicationRole(runner)}`);
}

/** A function in SQL is planned anew at each call, which may take longer than its work; the same in PL/pgSQL is not. */
export async function keepPlan(runner: QueryRunner, signature: string): Promise<void> {
  const [found] = (await runner.query(
    `SELECT prosrc AS body, pg_get_function_result(oid) AS returns, proretset AS "isSet" FROM pg_proc
     WHERE oid = $1::regprocedure`,
    [signature],
  )) as [{ body: string; returns: string; isSet: boolean }];
  const { body, returns, isSet } = found;
  await runner.query(
    `CREATE OR REPLACE FUNCTION ${signature} RETURNS ${returns} LANGUAGE plpgsql STABLE SECURITY DEFINER
     SET search_path = pg_catalog, pg_temp AS $$
     #variable_conflict use_column
     BEGIN ${isSet ? `RETURN QUERY ${body}` : `RETURN (${body})`}; END $$`,
  );
}
