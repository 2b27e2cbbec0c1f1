import { AuditLog, type AuditFilter, type DeepPage, type DeepPageOf } from '@app/application';
import { scopeKey, type AuditEntry, type TenantScope } from '@app/domain';
import { deepPageOf, isWithin } from './deep-page-of';
import { requireScope } from './fake-transactions';

export class FakeAuditLog extends AuditLog {
  private readonly entries: { readonly scope: TenantScope; readonly entry: AuditEntry }[] = [];

  async append(scope: TenantScope, entry: AuditEntry): Promise<void> {
    requireScope(scope);
    this.entries.push({ scope, entry });
  }

  async list(scope: TenantScope, filter: AuditFilter, page: DeepPage): Promise<DeepPageOf<AuditEntry>> {
    return deepPageOf(
      this.of(scope).filter((entry) => matches(entry, filter)),
      page,
    );
  }

  /** What was written down, oldest first. */
  of(scope: TenantScope): AuditEntry[] {
    requireScope(scope);
    return this.entries.filter((one) => scopeKey(one.scope) === scopeKey(scope)).map(({ entry }) => entry);
  }
}

function matches({ actor, origin, ...entry }: AuditEntry, { createdFrom, createdTo, ...filter }: AuditFilter): boolean {
  const flat: Record<string, unknown> = { ...entry, ...actor, ...origin };
  const isWanted = Object.entries(filter).every(([name, value]) => flat[name] === value);
  return isWanted && isWithin(entry, { ...(createdFrom && { createdFrom }), ...(createdTo && { createdTo }) });
}
