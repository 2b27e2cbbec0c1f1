import type { EntityManager, FindOptionsOrder, FindOptionsWhere } from 'typeorm';
import type { Page, PageOf } from '@app/application';
import type { ScopedEntity } from '@app/database';

interface Listed extends ScopedEntity {
  id: string;
  createdAt: Date;
}

/** One page of a table. The where-clause brings its tenant columns. */
export async function newestFirst<T extends Listed>(
  manager: EntityManager,
  entity: new () => T,
  where: FindOptionsWhere<T>,
  { limit, offset }: Page,
): Promise<PageOf<T>> {
  const order = { createdAt: 'DESC', id: 'DESC' } as FindOptionsOrder<T>;
  const [items, total] = await manager.findAndCount(entity, { where, order, take: limit, skip: offset });
  return { items, total };
}
