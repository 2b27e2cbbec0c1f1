import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { escapeLiteral } from 'pg';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import { Transactions } from '@app/application';
import { scopeKey, type TenantScope } from '@app/domain';
import { scoped } from './scoped';
import { translateDatabaseError } from './translate-database-error';
import { commit } from './undone-commits';

interface Ambient {
  readonly scope: TenantScope;
  readonly manager: EntityManager;
}

/**
 * The one way to the database: a transaction whose scope row-level security enforces. A call inside another one of the
 * same scope joins it, so that use cases decide what is one unit. Statements of one transaction run one after another.
 */
@Injectable()
export class ScopedDatabase extends Transactions {
  private readonly ambient = new AsyncLocalStorage<Ambient>();

  constructor(private readonly dataSource: DataSource) {
    super();
  }

  /** @throws unavailable when the database cannot be reached; errors of `work` roll back and pass through */
  async run<T>(scope: TenantScope, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const { tenantId, environmentId } = scoped(scope);
    const current = this.ambient.getStore();
    if (current) return this.join(current, scope, work);
    const runner = this.dataSource.createQueryRunner();
    try {
      await begin(runner, tenantId, environmentId);
      const result = await this.ambient.run({ scope, manager: runner.manager }, () => work(runner.manager));
      await commit(runner);
      return result;
    } catch (error) {
      await rollback(runner);
      throw translateDatabaseError(error);
    } finally {
      await runner.release();
    }
  }

  /** For the few functions that look across scopes and show no more than their answer. Sees no table's rows. */
  async queryUnscoped<T>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    try {
      return await this.dataSource.query<T[]>(sql, parameters);
    } catch (error) {
      throw translateDatabaseError(error);
    }
  }

  private join<T>(current: Ambient, scope: TenantScope, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    if (scopeKey(current.scope) !== scopeKey(scope))
      throw new Error('A transaction of one scope was asked to work for another');
    return work(current.manager);
  }
}

/** One round trip for what every transaction begins with; only a text without parameters may hold two statements. */
async function begin(runner: QueryRunner, tenantId: string, environmentId: string): Promise<void> {
  const scope = { 'app.tenant_id': tenantId, 'app.environment_id': environmentId };
  const settings = Object.entries(scope).map(([name, id]) => `set_config('${name}', ${escapeLiteral(id)}, true)`);
  await runner.query(`START TRANSACTION; SELECT ${settings.join(', ')}`);
  // As after its own startTransaction, which would be a round trip more.
  Object.assign(runner, { isTransactionActive: true, transactionDepth: 1 });
}

/** A rollback fails only on a lost connection, and then the server rolls back by itself. */
async function rollback(runner: QueryRunner): Promise<void> {
  if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
}
