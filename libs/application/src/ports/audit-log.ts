import type { AuditAction, AuditedResource, AuditEntry, TenantScope } from '@app/domain';
import type { DeepPage, DeepPageOf } from '../shared/page';

export interface AuditFilter {
  readonly actorId?: string;
  readonly action?: AuditAction;
  readonly resource?: AuditedResource;
  readonly resourceId?: string;
  readonly requestId?: string;
  /** Inclusive. */
  readonly createdFrom?: Date;
  /** Exclusive. */
  readonly createdTo?: Date;
}

/** What was done in a scope. Entries are added, never changed. */
export abstract class AuditLog {
  /** Joins the transaction of the change that it tells of: neither is there without the other. */
  abstract append(scope: TenantScope, entry: AuditEntry): Promise<void>;
  /** Newest first. */
  abstract list(scope: TenantScope, filter: AuditFilter, page: DeepPage): Promise<DeepPageOf<AuditEntry>>;
}
