import type { EntityManager, FindOptionsWhere, SelectQueryBuilder } from 'typeorm';
import { deepPage, type DeepPage, type DeepPageOf } from '@app/application';
import type { TenantScope } from '@app/domain';
import { scoped } from '../connection/scoped';
import type { ScopedEntity } from '../entities/scoped.entity';

interface Listed extends ScopedEntity {
  createdAt: Date;
  id: string;
}

export interface DeepFilter<E> {
  readonly where: FindOptionsWhere<E>;
  readonly createdFrom?: Date | undefined;
  readonly createdTo?: Date | undefined;
}

/**
 * A page of a table that may be long, newest first. The total is counted once, for the first page; those behind it cost
 * what their rows cost.
 */
export async function deepList<E extends Listed>(
  manager: EntityManager,
  entity: new () => E,
  scope: TenantScope,
  filter: DeepFilter<E>,
  page: DeepPage,
): Promise<DeepPageOf<E>> {
  const query = filtered(manager.createQueryBuilder(entity, 'row'), scope, filter);
  const total = page.after?.total ?? (await count(query.clone()));
  return deepPage(await rowsOf(query, page), page, total);
}

function filtered<E extends Listed>(
  query: SelectQueryBuilder<E>,
  scope: TenantScope,
  { where, createdFrom, createdTo }: DeepFilter<E>,
): SelectQueryBuilder<E> {
  query.where({ ...where, ...scoped(scope) });
  if (createdFrom) query.andWhere('row.created_at >= :createdFrom', { createdFrom });
  if (createdTo) query.andWhere('row.created_at < :createdTo', { createdTo });
  return query;
}

async function count<E extends Listed>(query: SelectQueryBuilder<E>): Promise<number> {
  const counted = await query.select('count(*)::integer', 'count').getRawOne<{ count: number }>();
  return counted?.count ?? 0;
}

function rowsOf<E extends Listed>(query: SelectQueryBuilder<E>, { limit, offset, after }: DeepPage): Promise<E[]> {
  if (after) query.andWhere('(row.created_at, row.id) < (:at, :id)', { at: after.createdAt, id: after.id });
  return query
    .orderBy('row.created_at', 'DESC')
    .addOrderBy('row.id', 'DESC')
    .limit(limit + 1)
    .offset(offset)
    .getMany();
}
