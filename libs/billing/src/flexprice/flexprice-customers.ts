import { Injectable } from '@nestjs/common';
import type { UpdateCustomer, UpdatedCustomer } from '@app/application';
import { NotFound, type JsonObject } from '@app/domain';
import { customerChange } from '../shared/customer-fields';
import { formerFields, type CustomerState, type FormerFields } from '../shared/former-fields';
import type { FlexpriceAccount } from './account';
import { FlexpriceClient, pathTo } from './flexprice-client';
import { RemoteWork, type Attempt, type Withdrawal } from './remote-work';
import { readCustomer, type FlexpriceCustomer } from './shapes';

interface ChangeMemory {
  readonly customerId: string;
  readonly changed: readonly string[];
  readonly former: FormerFields;
  readonly metadataNames: readonly string[];
}

/** Customers: the server replaces metadata as a whole, so it is read, merged and written, one change at a time. */
@Injectable()
export class FlexpriceCustomers {
  constructor(
    private readonly client: FlexpriceClient,
    private readonly work: RemoteWork,
  ) {}

  /** Throws not_found for one that was deleted as well: the server still shows it. */
  async get(account: FlexpriceAccount, id: string): Promise<FlexpriceCustomer> {
    const customer = readCustomer(await this.client.call(account, { method: 'GET', path: pathTo`/customers/${id}` }));
    if (customer.status !== 'published') throw new NotFound('customer', id);
    return customer;
  }

  update(attempt: Attempt, command: UpdateCustomer): Promise<UpdatedCustomer> {
    const { tried } = attempt;
    const { customerId } = command;
    return this.work.alone(attempt, `customer ${customerId}`, async (account) => {
      const { wanted, ...change } = customerChange(await this.get(account, customerId), command);
      // What an earlier attempt has noted is how it was before any of them.
      const memory = (tried.memory as ChangeMemory | undefined) ?? { customerId, ...change };
      await this.work.note(attempt, memory as unknown as JsonObject);
      await this.put(account, customerId, wanted);
      return { customerId, changed: memory.changed };
    });
  }

  /** Writes former values back where nobody has written since. */
  async restore(withdrawal: Withdrawal): Promise<void> {
    const memory = withdrawal.tried.memory as ChangeMemory | undefined;
    if (!memory || memory.changed.length === 0) return;
    await this.work.alone(withdrawal, `customer ${memory.customerId}`, async (account) => {
      const present = await this.get(account, memory.customerId);
      await this.put(account, memory.customerId, formerFields(present, memory.former, memory.metadataNames));
    });
  }

  private async put(account: FlexpriceAccount, id: string, fields: Partial<CustomerState>): Promise<void> {
    if (Object.keys(fields).length === 0) return;
    // The server takes an empty text for nothing, and null for "as it is".
    const body = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? '']));
    await this.client.call(account, { method: 'PUT', path: pathTo`/customers?id=${id}`, body });
  }
}
