import { Injectable } from '@nestjs/common';
import type { AuditEntry, TenantScope } from '@app/domain';
import { AuditLog, type AuditFilter } from '../ports/audit-log';
import type { DeepPage, DeepPageOf } from '../shared/page';

export interface ListAuditEntriesQuery {
  readonly filter: AuditFilter;
  readonly page: DeepPage;
}

/** Who did what in a scope, newest first. */
@Injectable()
export class ListAuditEntries {
  constructor(private readonly log: AuditLog) {}

  execute(scope: TenantScope, { filter, page }: ListAuditEntriesQuery): Promise<DeepPageOf<AuditEntry>> {
    return this.log.list(scope, filter, page);
  }
}
