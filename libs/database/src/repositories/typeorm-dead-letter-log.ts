import { Injectable } from '@nestjs/common';
import { DeadLetterLog, type PutAside, type RecordedDeadLetter } from '@app/application';
import { ScopedDatabase } from '../connection/scoped-database';

const RECORD = `
  INSERT INTO workflow.dead_letters (topic, partition, "offset", reason, pointer)
  SELECT topic, partition, "offset", reason, pointer
  FROM jsonb_to_recordset($1::jsonb) AS l (topic text, partition integer, "offset" bigint, reason text, pointer text)
  ORDER BY topic, partition, "offset" ON CONFLICT DO NOTHING`;

const LIST = `
  SELECT topic, partition, "offset"::text AS "offset", reason, pointer, put_aside_at AS "putAsideAt",
    redriven_at AS "redrivenAt"
  FROM workflow.dead_letters WHERE redriven_at IS NULL OR NOT $2
  ORDER BY put_aside_at DESC, topic, partition, "offset" DESC LIMIT $1`;

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

  async list(limit: number, open: boolean): Promise<RecordedDeadLetter[]> {
    const rows = await this.database.queryUnscoped<LetterRow>(LIST, [limit, open]);
    return rows.map(({ redrivenAt, ...letter }) => ({ ...letter, ...(redrivenAt && { redrivenAt }) }));
  }

  async markRedriven({ topic, partition, offset }: Pick<PutAside, 'topic' | 'partition' | 'offset'>): Promise<void> {
    await this.database.queryUnscoped(MARK, [topic, partition, offset]);
  }
}
