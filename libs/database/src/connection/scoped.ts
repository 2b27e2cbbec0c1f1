import type { TenantScope } from '@app/domain';

/** The only way a where-clause gets its tenant columns. */
export function scoped({ tenantId, environmentId }: TenantScope): TenantScope {
  if (!tenantId || !environmentId) throw new Error('Query attempted without a tenant scope');
  return { tenantId, environmentId };
}
