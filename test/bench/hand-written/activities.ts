import type { Pool } from 'pg';

export interface Activities {
  insert(runId: string, step: number): Promise<void>;
}

/** What a step does: one row. Repeating it changes nothing. */
export function activities(pool: Pool, table: string): Activities {
  const sql = `INSERT INTO hand_written."${table}" (run_id, step) VALUES ($1, $2) ON CONFLICT DO NOTHING`;
  return {
    insert: async (runId, step) => {
      await pool.query({ name: 'insert', text: sql, values: [runId, step] });
    },
  };
}
