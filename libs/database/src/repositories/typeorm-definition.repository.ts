import { Injectable } from '@nestjs/common';
import { IsNull, type EntityManager, type FindOptionsWhere } from 'typeorm';
import { DefinitionRepository, type DefinitionFilter, type Page, type PageOf } from '@app/application';
import {
  DEFINITION_LIMITS,
  DomainError,
  scopeKey,
  type Definition,
  type DefinitionVersion,
  type TenantScope,
} from '@app/domain';
import { scoped } from '../connection/scoped';
import { ScopedDatabase } from '../connection/scoped-database';
import { violates } from '../connection/translate-database-error';
import { DefinitionVersionEntity } from '../entities/definition-version.entity';
import { DefinitionEntity } from '../entities/definition.entity';
import { fromDefinitionRow, fromVersionRow, toDefinitionRow, toVersionRow } from './definition.mapping';

const WITH_CONTENT = { current: true } as const;

@Injectable()
export class TypeOrmDefinitionRepository extends DefinitionRepository {
  constructor(private readonly database: ScopedDatabase) {
    super();
  }

  insert(scope: TenantScope, definition: Definition, most: number = DEFINITION_LIMITS.perScope): Promise<void> {
    return this.database.run(scope, async (manager) => {
      await mustHaveRoom(manager, scope, most);
      await orNameTaken(definition, manager.insert(DefinitionEntity, toDefinitionRow(scoped(scope), definition)));
      await manager.insert(DefinitionVersionEntity, toVersionRow(scoped(scope), definition));
    });
  }

  async lock(scope: TenantScope, id: string): Promise<Definition | undefined> {
    // The lock stands alone: outer joins cannot be locked.
    const lock = { mode: 'pessimistic_write' } as const;
    return this.database.run(scope, async (manager) => {
      const isLive = await manager.findOne(DefinitionEntity, { where: live(scope, { id }), lock });
      return isLive ? this.findById(scope, id) : undefined;
    });
  }

  update(scope: TenantScope, definition: Definition): Promise<void> {
    return this.database.run(scope, async (manager) => {
      const { id, version } = definition;
      const key = { definitionId: id, version, ...scoped(scope) };
      const isKept = await manager.existsBy(DefinitionVersionEntity, key);
      if (!isKept) await manager.insert(DefinitionVersionEntity, toVersionRow(scoped(scope), definition));
      const row = toDefinitionRow(scoped(scope), definition);
      await orNameTaken(definition, manager.update(DefinitionEntity, live(scope, { id }), row));
    });
  }

  async remove(scope: TenantScope, id: string, at: Date): Promise<void> {
    await this.database.run(scope, (manager) =>
      manager.update(DefinitionEntity, live(scope, { id }), { deletedAt: at }),
    );
  }

  async findById(scope: TenantScope, id: string): Promise<Definition | undefined> {
    const where = live(scope, { id });
    const row = await this.database.run(scope, (manager) =>
      manager.findOne(DefinitionEntity, { where, relations: WITH_CONTENT }),
    );
    return row ? fromDefinitionRow(row) : undefined;
  }

  async list(scope: TenantScope, filter: DefinitionFilter, { limit, offset }: Page): Promise<PageOf<Definition>> {
    const [rows, total] = await this.database.run(scope, (manager) =>
      manager.findAndCount(DefinitionEntity, {
        where: live(scope, filter),
        relations: WITH_CONTENT,
        order: { createdAt: 'DESC', id: 'DESC' },
        take: limit,
        skip: offset,
      }),
    );
    return { items: rows.map(fromDefinitionRow), total };
  }

  async listVersions(scope: TenantScope, id: string, { limit, offset }: Page): Promise<PageOf<DefinitionVersion>> {
    const [rows, total] = await this.database.run(scope, (manager) =>
      manager.findAndCount(DefinitionVersionEntity, {
        where: { definitionId: id, ...scoped(scope) },
        order: { version: 'DESC' },
        take: limit,
        skip: offset,
      }),
    );
    return { items: rows.map(fromVersionRow), total };
  }

  async findVersion(scope: TenantScope, id: string, version: number): Promise<DefinitionVersion | undefined> {
    const key = { definitionId: id, version, ...scoped(scope) };
    const row = await this.database.run(scope, (manager) => manager.findOneBy(DefinitionVersionEntity, key));
    return row ? fromVersionRow(row) : undefined;
  }
}

function live(scope: TenantScope, filter: FindOptionsWhere<DefinitionEntity>): FindOptionsWhere<DefinitionEntity> {
  return { ...filter, deletedAt: IsNull(), ...scoped(scope) };
}

/** Counting under a lock of the scope's own: two at once cannot both take the last place. */
async function mustHaveRoom(manager: EntityManager, scope: TenantScope, most: number): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`definitions/${scopeKey(scope)}`]);
  const count = await manager.countBy(DefinitionEntity, live(scope, {}));
  if (count < most) return;
  throw new DomainError('quota_exceeded', `This environment has ${count} definitions, and may have ${most}.`, { most });
}

async function orNameTaken({ name }: Definition, write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!violates(error, 'definitions_live_name')) throw error;
    throw new DomainError('name_taken', `There is a definition "${name}" already.`, { name });
  }
}
