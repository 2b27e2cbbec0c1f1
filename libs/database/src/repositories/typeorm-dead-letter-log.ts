import { Injectable } from '@nestjs/common';
import { DeadLetterLog, type LetterPlace, type PutAside, type RecordedDeadLetter } from '@app/application';
import { ScopedDatabase } from '../connection/scoped-database';

const RECORD = `
  INSERT INTO workflow.dead_letters (topic, partition, "offset", reason, pointer)
  SELECT topic, partition, "offset", reason, pointer
  FROM jsonb_to_recordset($1::jsonb) AS l (topic text, partition integer, "offset" bigint, reason text, pointer text)
  ORDER BY topic, partition, "offset" ON CONFLICT DO NOTHING`;

const COLUMNS = `topic, partition, "offset"::text AS "offset", reason, pointer, put_aside_at AS "putAsideAt",
  redriven_at AS "redrivenAt"`;

const LIST = `
  SELECT ${COLUMNS} FROM workflow.dead_letters d
  WHERE (redriven_at IS NULL OR NOT $2) AND (put_aside_at, topic, partition, "offset")
    < (coalesce($3::timestamptz, 'infinity'), coalesce($4::text, ''), coalesce($5::integer, 0), coalesce($6::bigint, 0))
  ORDER BY put_aside_at DESC, topic DESC, partition DESC, d."offset" DESC LIMIT $1`;

const FIND = `
  SELECT ${COLUMNS} FROM workflow.dead_letters WHERE (topic, partition, "offset") IN (
    SELECT topic, partition, "offset"
    FROM jsonb_to_recordset($1::jsonb) AS p (topic text, partition integer, "offset" bigint))`;

const FORGET = `
  WITH old AS (
    SELECT topic, partition, "offset" FROM workflow.dead_letters WHERE put_aside_at < $1 ORDER BY put_aside_at LIMIT $2),
  gone AS (
    DELETE FROM workflow.dead_letters d USING old
    WHERE (d.topic, d.partition, d."offset") = (old.topic, old.partition, old."offset") RETURNING 1)
  SELECT count(*)::integer AS count FROM gone`;

const MARK = `
  UPDATE workflow.dead_letters SET redriven_at = now() WHERE topic = $1 AND partition = $2 AND "offset" = $3`;

type LetterRow = Omit<RecordedDeadLetter, 'redrivenAt'> & { readonly redrivenAt: Date | null };

@Injectable()
export class TypeOrmDeadLetterLog extends DeadLetterLog {
  constructor(private readonly database: ScopedDatabase) {
    super();
  }

  async record(letters: readonly PutAside[]): Promise<void> {
    const rows = letters.map(({ topic, partition, offset, reason, pointer }) => {
      return { topic, partition, offset, reason, pointer };
    });
    await this.database.queryUnscoped(RECORD, [JSON.stringify(rows)]);
  }

  async list(limit: number, open: boolean, after?: RecordedDeadLetter): Promise<RecordedDeadLetter[]> {
    const from = [after?.putAsideAt, after?.topic, after?.partition, after?.offset];
    return this.letters(LIST, [limit, open, ...from]);
  }

  async find(places: readonly LetterPlace[]): Promise<RecordedDeadLetter[]> {
    const rows = places.map(({ topic, partition, offset }) => ({ topic, partition, offset }));
    return this.letters(FIND, [JSON.stringify(rows)]);
  }

  async markRedriven({ topic, partition, offset }: LetterPlace): Promise<void> {
    await this.database.queryUnscoped(MARK, [topic, partition, offset]);
  }

  async forget(before: Date, limit: number): Promise<number> {
    const [row] = await this.database.queryUnscoped<{ count: number }>(FORGET, [before, limit]);
    return row?.count ?? 0;
  }

  private async letters(sql: string, parameters: unknown[]): Promise<RecordedDeadLetter[]> {
    const rows = await this.database.queryUnscoped<LetterRow>(sql, parameters);
    return rows.map(({ redrivenAt, ...letter }) => ({ ...letter, ...(redrivenAt && { redrivenAt }) }));
  }
}
