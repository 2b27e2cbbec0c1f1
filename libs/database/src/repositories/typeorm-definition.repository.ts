import { Injectable } from '@nestjs/common';
import { In, IsNull, type FindOptionsWhere } from 'typeorm';
import { DefinitionRepository, type DefinitionFilter, type Page, type PageOf } from '@app/application';
import { DomainError, type Definition, type TenantScope } from '@app/domain';
import { scoped } from '../connection/scoped';
import { ScopedDatabase } from '../connection/scoped-database';
import { violates } from '../connection/translate-database-error';
import { DefinitionVersionEntity } from '../entities/definition-version.entity';
import { DefinitionEntity } from '../entities/definition.entity';
import { fromDefinitionRow, toDefinitionRow, toVersionRow } from './definition.mapping';

const WITH_CONTENT = { current: true } as const;

@Injectable()
export class TypeOrmDefinitionRepository extends DefinitionRepository {
  constructor(private readonly database: ScopedDatabase) {
    super();
  }

  async insert(scope: TenantScope, definition: Definition): Promise<void> {
    try {
      await this.database.run(scope, async (manager) => {
        await manager.insert(DefinitionEntity, toDefinitionRow(scoped(scope), definition));
        await manager.insert(DefinitionVersionEntity, toVersionRow(scoped(scope), definition));
      });
    } catch (error) {
      if (!violates(error, 'definitions_live_name')) throw error;
      throw new DomainError('name_taken', `There is a definition "${definition.name}" already.`, {
        name: definition.name,
      });
    }
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

  async findListening(scope: TenantScope, eventNames: readonly string[]): Promise<Definition[]> {
    const where = live(scope, { triggerType: 'event', eventName: In(eventNames) });
    const rows = await this.database.run(scope, (manager) =>
      manager.find(DefinitionEntity, { where, relations: WITH_CONTENT, order: { id: 'ASC' } }),
    );
    return rows.map(fromDefinitionRow);
  }
}

function live(scope: TenantScope, filter: FindOptionsWhere<DefinitionEntity>): FindOptionsWhere<DefinitionEntity> {
  return { ...filter, deletedAt: IsNull(), ...scoped(scope) };
}
