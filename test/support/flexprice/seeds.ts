import type { JsonObject } from './json';
import type { Customer, Feature, Plan, Price, Row, Wallet } from './rows';
import type { Scope } from './scope';
import type { Table, Tables } from './tables';

/** What a test gives of a row: its id, and whatever else matters to it. */
export type Seed = JsonObject & { readonly id: string };

const SYSTEM = 'system';

function rowOf({ tenantId, environmentId }: Scope, now: string): Omit<Row, 'id'> {
  const scope = { tenant_id: tenantId, environment_id: environmentId };
  return { ...scope, status: 'published', created_at: now, updated_at: now, created_by: SYSTEM, updated_by: SYSTEM };
}

const ADDRESS = Object.fromEntries(
  ['line1', 'line2', 'city', 'state', 'postal_code', 'country'].map((part) => [`address_${part}`, '']),
);

const DEFAULTS = {
  customers: ({ id }: Seed) => ({ external_id: id, name: id, email: '', ...ADDRESS, timezone: 'UTC', metadata: null }),
  plans: ({ id }: Seed) => ({ name: id, lookup_key: id, description: '', metadata: null, display_order: 0 }),
  prices: ({ id }: Seed) => ({ ...PRICE, display_name: id }),
  features: ({ id }: Seed) => ({ ...FEATURE, name: id, lookup_key: id }),
  wallets: () => WALLET,
};

const PRICE = {
  ...{ amount: '10', display_amount: '$10', currency: 'usd', price_unit_type: 'FIAT', price_unit_amount: '0' },
  ...{ conversion_rate: '1', type: 'FIXED', billing_period: 'MONTHLY', billing_period_count: 1 },
  ...{ billing_model: 'FLAT_FEE', billing_cadence: 'RECURRING', invoice_cadence: 'ADVANCE', trial_period_days: 0 },
  ...{ meter_id: '', lookup_key: '', description: '', transform_quantity: { divide_by: 1 }, metadata: {} },
  ...{ entity_type: 'PLAN', entity_id: '', sequence: 1 },
};

const FEATURE = {
  ...{ description: '', meter_id: '', metadata: null, type: 'boolean', unit_singular: '', unit_plural: '' },
};

const WALLET = {
  ...{ customer_id: '', currency: 'usd', balance: '0', credit_balance: '0', wallet_status: 'active' },
  ...{ name: 'Prepaid Wallet - USD', description: '', metadata: null, wallet_type: 'PRE_PAID' },
  ...{
    config: { allowed_price_types: ['USAGE'] },
    conversion_rate: '1',
    topup_conversion_rate: '1',
    alert_state: 'ok',
  },
};

export interface Seeded {
  readonly customers: Customer;
  readonly plans: Plan;
  readonly prices: Price;
  readonly features: Feature;
  readonly wallets: Wallet;
}

/** Puts a row in, or changes the one with this id; no event tells of it. */
export function put<K extends keyof Seeded>(tables: Tables, kind: K, scope: Scope, now: string, seed: Seed): Seeded[K] {
  const table = tables[kind] as unknown as Table<Seeded[K]>;
  const there = table.find(seed.id);
  if (there) return table.change(there, { ...seed, updated_at: now } as Partial<Seeded[K]> & { updated_at: string });
  const dated = kind === 'prices' ? { start_date: now } : {};
  return table.insert({ ...rowOf(scope, now), ...DEFAULTS[kind](seed), ...dated, ...seed } as unknown as Seeded[K]);
}
