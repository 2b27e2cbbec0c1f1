import { decodeTime } from 'ulid';
import { isObject, type Json } from '../../support/flexprice/json';
import type { FlexpriceStandIn, KeyHolder, Scope, Seed } from '../../support/flexprice';
import type { Exchange } from './recordings';

const NIL = '00000000-0000-0000-0000-000000000000';
const PRODUCTION = '00000000-0000-0000-0000-000000000001';
const SANDBOX: Scope = { tenantId: NIL, environmentId: NIL };

/** Which profile the recordings show for which key. */
const PROFILES = {
  '<api-key>': 'users-me',
  '<api-key-event-reader>': 'users-me-service-account',
  '<api-key-service-account>': 'users-me-service-account-super',
};

/** The keys and environments of the recordings. */
export function putHolders(standIn: FlexpriceStandIn, exchanges: readonly Exchange[]): void {
  standIn.addEnvironment({ tenantId: NIL, environmentId: NIL, name: 'Sandbox', type: 'development' });
  standIn.addEnvironment({ tenantId: NIL, environmentId: PRODUCTION, name: 'Production', type: 'production' });
  for (const [apiKey, name] of Object.entries(PROFILES)) {
    const profile = exchanges.find((each) => each.name === name)?.response.body as unknown as Profile;
    const holder = { ...profile, apiKey, tenantId: NIL, userId: profile.id };
    if (apiKey === '<api-key>') standIn.addConfigKey(holder);
    else standIn.addAccount({ ...holder, environmentId: NIL });
  }
}

type Profile = Pick<KeyHolder, 'roles' | 'type' | 'name' | 'email'> & { readonly id: string };

/** What was there before the first exchange, as far as a recording shows it. */
export function putOlderRows(standIn: FlexpriceStandIn, exchanges: readonly Exchange[], start: number): void {
  const rows = exchanges.flatMap(({ response }) => rowsIn(response.body));
  const older = rows.filter((row) => timeIn(row.id) < start && row.environment_id === NIL);
  for (const row of older.toSorted((one, other) => (one.id < other.id ? -1 : 1))) {
    if (row.id.startsWith('cust_')) standIn.putCustomer(SANDBOX, row);
    if (row.id.startsWith('wallet_')) standIn.putWallet(SANDBOX, row);
  }
}

function rowsIn(value: Json | undefined): Seed[] {
  if (Array.isArray(value)) return value.flatMap((each: Json) => rowsIn(each));
  if (!isObject(value)) return [];
  const inside = Object.values(value).flatMap(rowsIn);
  return typeof value.id === 'string' ? [value as Seed, ...inside] : inside;
}

function timeIn(id: string): number {
  return /_[0-9A-HJKMNP-TV-Z]{26}$/.test(id) ? decodeTime(id.slice(-26)) : Infinity;
}
