import { Injectable } from '@nestjs/common';
import { ScopedDatabase } from './scoped-database';

@Injectable()
export class DatabaseHealth {
  constructor(private readonly database: ScopedDatabase) {}

  /** Rejects when the database does not answer. */
  async check(): Promise<void> {
    await this.database.queryUnscoped('SELECT 1');
  }
}
