import { Injectable } from '@nestjs/common';
import type { AssignedPlan, AssignPlan } from '@app/application';
import { billingPeriodOf } from '../shared/billing-period';
import type { FlexpriceAccount } from './account';
import { toErrorOfKnown } from './classify';
import { FlexpriceClient, pathTo } from './flexprice-client';
import { FlexpriceCustomers } from './flexprice-customers';
import { recover } from './recovery';
import type { Attempt, Withdrawal } from './remote-work';
import { readItems, readPrices, readSubscription, type FlexpriceSubscription } from './shapes';

/** Without them the server looks for active ones only. */
const LIVE = ['active', 'trialing', 'draft', 'incomplete', 'paused'];

/** Subscriptions: the server knows no idempotency key for them, so the key is their `lookup_key`, and looked up. */
@Injectable()
export class FlexpriceSubscriptions {
  constructor(
    private readonly client: FlexpriceClient,
    private readonly customers: FlexpriceCustomers,
  ) {}

  async assign({ account, effect, tried }: Attempt, command: AssignPlan): Promise<AssignedPlan> {
    const earlier = await recover(tried, async () => (await this.byKey(account, effect.key))[0]);
    return assigned(earlier ?? (await this.create(account, effect.key, command)));
  }

  /** Cancels at once what has that key. */
  async cancel({ account, key, tried }: Withdrawal): Promise<void> {
    const { subscriptionId } = (tried.output ?? {}) as Partial<AssignedPlan>;
    const ids = new Set(subscriptionId === undefined ? [] : [subscriptionId]);
    // There should be one; should there be more, none of them is wanted.
    const all = async (): Promise<FlexpriceSubscription[]> => this.byKey(account, key);
    if (ids.size === 0) await recover(tried, async () => (await all())[0]);
    for (const { id } of await all()) ids.add(id);
    for (const id of ids) await this.cancelOne(account, id);
  }

  async find(account: FlexpriceAccount, id: string): Promise<FlexpriceSubscription> {
    return readSubscription(await this.client.call(account, { method: 'GET', path: pathTo`/subscriptions/${id}` }));
  }

  /** At most two: enough to know whether there is one. */
  activeOf(account: FlexpriceAccount, customerId: string): Promise<FlexpriceSubscription[]> {
    return this.search(account, { customer_id: customerId, subscription_status: ['active'], limit: 2 });
  }

  private byKey(account: FlexpriceAccount, key: string): Promise<FlexpriceSubscription[]> {
    const filter = { field: 'lookup_key', operator: 'eq', data_type: 'string', value: { string: key } };
    return this.search(account, { filters: [filter], subscription_status: LIVE, limit: 10 });
  }

  private async search(account: FlexpriceAccount, body: object): Promise<FlexpriceSubscription[]> {
    const found = await this.client.call(account, { method: 'POST', path: '/subscriptions/search', body });
    return readItems(found, readSubscription);
  }

  private async create(
    account: FlexpriceAccount,
    lookupKey: string,
    { customerId, planId, currency, billingPeriod, startDate, metadata }: AssignPlan,
  ): Promise<FlexpriceSubscription> {
    await this.customers.get(account, customerId);
    const plan = await this.client.call(account, { method: 'GET', path: pathTo`/plans/${planId}` });
    const prices = readPrices(plan, new Date());
    const body = {
      ...{ customer_id: customerId, plan_id: planId, currency: currency.toUpperCase(), lookup_key: lookupKey },
      billing_period: billingPeriodOf({ id: planId, prices }, currency, billingPeriod),
      ...(startDate !== undefined && { start_date: startDate }),
      ...(metadata !== undefined && { metadata }),
    };
    // Customer and plan were read before.
    const answer = await this.client.answer(account, { method: 'POST', path: '/subscriptions', body });
    if (answer.status >= 300) throw toErrorOfKnown(answer);
    return readSubscription(answer.body);
  }

  private async cancelOne(account: FlexpriceAccount, id: string): Promise<void> {
    const body = { cancellation_type: 'immediate', reason: 'compensation' };
    try {
      await this.client.call(account, { method: 'POST', path: pathTo`/subscriptions/${id}/cancel`, body });
    } catch (error) {
      // The server says with several codes, and at random, what it does not like; what counts is what became of it.
      if ((await this.find(account, id)).status !== 'cancelled') throw error;
    }
  }
}

function assigned({ id, planId, status }: FlexpriceSubscription): AssignedPlan {
  return { subscriptionId: id, planId, status };
}
