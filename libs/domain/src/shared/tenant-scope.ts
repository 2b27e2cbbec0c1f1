/**
 * Whose data an operation reads or writes. Both members always: there is no operation with only one
 * (PRD, Security & Isolation).
 */
export interface TenantScope {
  readonly tenantId: string;
  readonly environmentId: string;
}

/** The scope as one map key; tenant and environment ids hold no slash. */
export function scopeKey({ tenantId, environmentId }: TenantScope): string {
  return `${tenantId}/${environmentId}`;
}

/** Groups items by their scope and keeps their order within each. */
export function groupByScope<T extends { scope: TenantScope }>(items: readonly T[]): [TenantScope, T[]][] {
  const groups = new Map<string, [TenantScope, T[]]>();
  for (const item of items) {
    const group = groups.get(scopeKey(item.scope)) ?? [item.scope, []];
    group[1].push(item);
    groups.set(scopeKey(item.scope), group);
  }
  return [...groups.values()];
}

/** Shape of a tenant or environment id: it becomes part of Temporal's workflow id and of map keys. */
export const SCOPE_ID_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;
