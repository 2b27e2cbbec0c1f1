import { Injectable } from '@nestjs/common';
import { AuditLog, type AuditFilter, type DeepPage, type DeepPageOf } from '@app/application';
import type { AuditEntry, TenantScope } from '@app/domain';
import { scoped } from '../connection/scoped';
import { ScopedDatabase } from '../connection/scoped-database';
import { AuditEntryEntity } from '../entities/audit-entry.entity';
import { fromAuditRow, toAuditRow } from './audit-entry.mapping';
import { deepList } from './deep-list';

@Injectable()
export class TypeOrmAuditLog extends AuditLog {
  constructor(private readonly database: ScopedDatabase) {
    super();
  }

  async append(scope: TenantScope, entry: AuditEntry): Promise<void> {
    await this.database.run(scope, (manager) => manager.insert(AuditEntryEntity, toAuditRow(scoped(scope), entry)));
  }

  async list(scope: TenantScope, filter: AuditFilter, page: DeepPage): Promise<DeepPageOf<AuditEntry>> {
    const { createdFrom, createdTo, ...where } = filter;
    const found = await this.database.run(scope, (manager) =>
      deepList(manager, AuditEntryEntity, scope, { where, createdFrom, createdTo }, page),
    );
    return { ...found, items: found.items.map(fromAuditRow) };
  }
}
