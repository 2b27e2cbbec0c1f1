import { Injectable } from '@nestjs/common';
import { BillingObjects } from '@app/application';
import { DomainError, isJsonObject, type Fetch, type Fetchable, type JsonObject, type TenantScope } from '@app/domain';
import { FlexpriceAccounts } from './account';
import { FlexpriceClient, pathTo, type Call } from './flexprice-client';
import { readItems } from './shapes';

const get = (path: string): Call => ({ method: 'GET', path });

const CALLS: Readonly<Record<Fetchable, (id: string) => Call>> = {
  customer: (id) => get(pathTo`/customers/${id}`),
  subscription: (id) => get(pathTo`/subscriptions/${id}`),
  plan: (id) => get(pathTo`/plans/${id}`),
  wallet: (id) => get(pathTo`/wallets/${id}`),
  // There is no route to one transaction.
  transaction: (id) => ({
    ...{ method: 'POST', path: '/wallets/transactions/search' },
    body: { filters: [{ field: 'id', operator: 'eq', data_type: 'string', value: { string: id } }], limit: 1 },
  }),
  entitlement: (id) => get(pathTo`/entitlements/${id}`),
  feature: (id) => get(pathTo`/features/${id}`),
  invoice: (id) => get(pathTo`/invoices/${id}`),
  payment: (id) => get(pathTo`/payments/${id}`),
  credit_note: (id) => get(pathTo`/creditnotes/${id}`),
};

/** Objects as Flexprice answers them, by the scope's connection. */
@Injectable()
export class FlexpriceObjects extends BillingObjects {
  constructor(
    private readonly accounts: FlexpriceAccounts,
    private readonly client: FlexpriceClient,
  ) {
    super();
  }

  async fetch(scope: TenantScope, { object, id }: Fetch): Promise<JsonObject | undefined> {
    const account = await this.accounts.of(scope);
    try {
      return read(object, id, await this.client.call(account, CALLS[object](id)));
    } catch (error) {
      if (error instanceof DomainError && error.code === 'not_found') return undefined;
      throw error;
    }
  }
}

/** @throws unavailable for an answer that is no object, or another one: a filter that is not understood is ignored */
function read(object: Fetchable, id: string, body: unknown): JsonObject | undefined {
  const found = object === 'transaction' ? readItems(body, (item) => item)[0] : body;
  if (object === 'transaction' && found === undefined) return undefined;
  if (isJsonObject(found) && found.id === id) return found;
  throw new DomainError('unavailable', `Flexprice's answer cannot be understood: it is not the ${object} "${id}".`);
}
