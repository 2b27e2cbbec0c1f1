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
  readonly runner: QueryRunner;
  /** Its last statement and its commit, once they are on their way. */
  last?: Promise<unknown>;
}

/**
 * The one way to the database: a transaction whose scope row-level security enforces. A call inside another one of the
 * same scope joins it, so that use cases decide what is one unit. Statements of one transaction run one after another.
 */
@Injectable()
export class ScopedDatabase extends Transactions {
  private readonly ambient = new AsyncLocalStorage<Ambient | undefined>();

  constructor(private readonly dataSource: DataSource) {
    super();
  }

  /** @throws unavailable when the database cannot be reached; errors of `work` roll back and pass through */
  async run<T>(scope: TenantScope, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return (
      this.join(scope, work) ??
      this.transact(scope, async (runner) => {
        const ambient: Ambient = { scope, runner };
        const result = await this.ambient.run(ambient, () => work(runner.manager));
        await (ambient.last ?? commit(runner));
        return result;
      })
    );
  }

  /**
   * One statement; its $1 and $2 are the scope, the parameters come behind. Within a transaction it is a part of that,
   * else one of its own in a single round trip.
   */
  async query<T>(scope: TenantScope, sql: string, parameters: readonly unknown[] = []): Promise<T> {
    const all = withScope(scope, parameters);
    return (
      this.join(scope, (manager) => manager.query<T>(sql, all)) ??
      this.transact(scope, (runner) => queryAndCommit<T>(runner, sql, all))
    );
  }

  /**
   * The last statement of the transaction around it, in one round trip with its commit: it must fail where what was done
   * before it must not stand. Only for who knows that nothing comes behind it.
   */
  async queryLast<T>(scope: TenantScope, sql: string, parameters: readonly unknown[] = []): Promise<T> {
    const current = this.current(scope);
    if (!current) return this.query(scope, sql, parameters);
    const last = queryAndCommit<T>(current.runner, sql, withScope(scope, parameters));
    current.last = last;
    return last;
  }

  /** For the few functions that look across scopes and show no more than their answer. Sees no table's rows. */
  async queryUnscoped<T>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    try {
      return await this.dataSource.query<T[]>(sql, parameters);
    } catch (error) {
      throw translateDatabaseError(error);
    }
  }

  private join<T>(scope: TenantScope, work: (manager: EntityManager) => Promise<T>): Promise<T> | undefined {
    const current = this.current(scope);
    return current && work(current.runner.manager);
  }

  private current(scope: TenantScope): Ambient | undefined {
    const current = this.ambient.getStore();
    if (!current) return undefined;
    if (scopeKey(current.scope) !== scopeKey(scoped(scope)))
      throw new Error('A transaction of one scope was asked to work for another');
    if (current.last) throw new Error('A transaction was asked to work after its last statement');
    return current;
  }

  private async transact<T>(scope: TenantScope, work: (runner: QueryRunner) => Promise<T>): Promise<T> {
    const { tenantId, environmentId } = scoped(scope);
    const runner = this.dataSource.createQueryRunner();
    // What the work sends first goes out right behind it, on the same connection: it is not waited for here.
    const begun = begin(runner, tenantId, environmentId);
    try {
      const [, result] = await both(begun, work(runner));
      return result;
    } catch (error) {
      await rollback(runner);
      throw translateDatabaseError(error);
    } finally {
      await runner.release();
    }
  }
}

function withScope(scope: TenantScope, parameters: readonly unknown[]): unknown[] {
  const { tenantId, environmentId } = scoped(scope);
  return [tenantId, environmentId, ...parameters];
}

/** One round trip for what every transaction begins with; only a text without parameters may hold two statements. */
async function begin(runner: QueryRunner, tenantId: string, environmentId: string): Promise<void> {
  const scope = { 'app.tenant_id': tenantId, 'app.environment_id': environmentId };
  const settings = Object.entries(scope).map(([name, id]) => `set_config('${name}', ${escapeLiteral(id)}, true)`);
  // As after its own startTransaction, which would be a round trip more.
  Object.assign(runner, { isTransactionActive: true, transactionDepth: 1 });
  await runner.query(`START TRANSACTION; SELECT ${settings.join(', ')}`);
}

/** The commit goes out right behind the statement: if that one fails, PostgreSQL makes a rollback of it. */
async function queryAndCommit<T>(runner: QueryRunner, sql: string, parameters: unknown[]): Promise<T> {
  const [result] = await both(runner.query(sql, parameters) as Promise<T>, commit(runner));
  return result;
}

/** Waits for both whatever happens, and throws what came first in the order of the statements. */
async function both<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  const [one, other] = await Promise.allSettled([first, second]);
  if (one.status === 'rejected') throw one.reason;
  if (other.status === 'rejected') throw other.reason;
  return [one.value, other.value];
}

/** A rollback fails only on a lost connection, and then the server rolls back by itself. */
async function rollback(runner: QueryRunner): Promise<void> {
  if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
}
