import { Refusal } from './errors';
import type { JsonObject } from './json';
import type { Caller, Scope } from './scope';

const SINCE = '2026-01-01T00:00:00Z';

/** Who a key belongs to. */
export interface KeyHolder {
  readonly apiKey: string;
  readonly tenantId: string;
  readonly userId: string;
  /** By default `super_admin`, which may do everything. */
  readonly roles?: readonly string[];
  /** By default a service account. */
  readonly type?: 'user' | 'service_account';
  readonly name?: string;
  readonly email?: string;
}

/** A key of the database: pinned to one environment, whatever the header says. */
export interface Account extends KeyHolder, Scope {}

export interface Environment extends Scope {
  readonly name: string;
  readonly type: 'development' | 'production';
}

interface Credentials {
  readonly apiKey: string;
  readonly authorization: string;
  readonly environmentId: string;
}

/** Keys, their holders and the environments of tenants. */
export class Accounts {
  private readonly holders = new Map<string, KeyHolder & { readonly environmentId?: string }>();
  private readonly environments: Environment[] = [];

  /** @param holder one without an environment says for each request which one it means */
  add(holder: KeyHolder & { readonly environmentId?: string }): void {
    this.holders.set(holder.apiKey, holder);
    const { tenantId, environmentId } = holder;
    if (environmentId !== undefined && !this.has(tenantId, environmentId)) {
      this.addEnvironment({ tenantId, environmentId, name: 'Sandbox', type: 'development' });
    }
  }

  addEnvironment(environment: Environment): void {
    this.environments.unshift(environment);
  }

  find(apiKey: string): KeyHolder | undefined {
    return this.holders.get(apiKey);
  }

  holderOf({ apiKey, authorization }: Credentials): KeyHolder {
    const holder = this.holders.get(apiKey);
    if (holder) return holder;
    const isBearer = apiKey === '' && authorization.startsWith('Bearer ');
    throw new Refusal(401, { error: isBearer ? 'Invalid token' : 'Unauthorized' });
  }

  /** The environment is the key's, and the header's only if the key has none. */
  callerOf(holder: KeyHolder, credentials: Credentials): Caller {
    const { tenantId, userId } = holder;
    const environmentId = this.holders.get(holder.apiKey)?.environmentId ?? credentials.environmentId;
    if (!this.has(tenantId, environmentId)) {
      throw new Refusal(403, { error: 'Access denied', message: 'Invalid or inaccessible environment' });
    }
    return { tenantId, userId, environmentId };
  }

  private has(tenantId: string, environmentId: string): boolean {
    return this.of(tenantId).some((each) => each.environmentId === environmentId);
  }

  private of(tenantId: string): Environment[] {
    return this.environments.filter((each) => each.tenantId === tenantId);
  }

  /** What `GET /environments` answers, the newest first. */
  listOf(tenantId: string): JsonObject {
    const environments = this.of(tenantId).map(({ environmentId, name, type }) => ({
      ...{ id: environmentId, name, type },
      created_at: SINCE,
      updated_at: SINCE,
    }));
    return { environments, total: environments.length, offset: 0, limit: 50 };
  }
}

/** Refuses what a holder's roles do not allow. */
export function refuseUnpermitted(
  { roles = ['super_admin'] }: KeyHolder,
  { isGated, isWrite }: { readonly isGated: boolean; readonly isWrite: boolean },
): void {
  const able = isWrite ? ['super_admin', 'all_writer'] : ['super_admin', 'all_writer', 'all_reader'];
  const allowed = !isGated || roles.some((role) => able.includes(role));
  if (!allowed) throw new Refusal(403, { message: 'insufficient permissions' });
}

/** What `GET /users/me` answers; it does not tell the environment. */
export function profileOf(holder: KeyHolder): JsonObject {
  const { userId, name, email, type = 'service_account', roles = ['super_admin'], tenantId } = holder;
  return {
    ...{ id: userId, ...(name && { name }), ...(email && { email }), type, roles },
    tenant: {
      ...{ id: tenantId, name: 'Default Tenant', billing_details: { address: NO_ADDRESS } },
      ...{ status: 'published', created_at: SINCE, updated_at: SINCE, metadata: null },
    },
  };
}

const NO_ADDRESS = {
  address_line1: '',
  address_line2: '',
  address_city: '',
  address_state: '',
  address_postal_code: '',
  address_country: '',
};
