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
export function groupByScope<T extends { readonly scope: TenantScope }>(items: readonly T[]): [TenantScope, T[]][] {
  const groups = new Map<string, [TenantScope, T[]]>();
  for (const item of items) {
    const group = groups.get(scopeKey(item.scope)) ?? [item.scope, []];
    group[1].push(item);
    groups.set(scopeKey(item.scope), group);
  }
  return [...groups.values()];
}

/** Groups one after the other, each with at most so many of its items, and again until none is left. */
export function* inTurns<T>(groups: readonly [TenantScope, T[]][], most: number): Generator<[TenantScope, T[]]> {
  let waiting = groups;
  while (waiting.length > 0) {
    for (const [scope, own] of waiting) yield [scope, own.slice(0, most)];
    waiting = waiting
      .map(([scope, own]): [TenantScope, T[]] => [scope, own.slice(most)])
      .filter(([, own]) => own.length > 0);
  }
}

/** Shape of a tenant or environment id: it becomes part of Temporal's workflow id and of map keys. */
export const SCOPE_ID_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;
