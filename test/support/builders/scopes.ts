import type { TenantScope } from '@app/domain';

export const ACME_PROD: TenantScope = { tenantId: 'acme', environmentId: 'production' };
export const ACME_DEV: TenantScope = { tenantId: 'acme', environmentId: 'development' };
export const GLOBEX_PROD: TenantScope = { tenantId: 'globex', environmentId: 'production' };

/** Who must not see or touch what belongs to ACME_PROD. */
export const STRANGERS: [string, TenantScope][] = [
  ['another tenant', GLOBEX_PROD],
  ['another environment', ACME_DEV],
];

export const NO_SCOPE: TenantScope = { tenantId: '', environmentId: '' };
