import type { JsonObject } from '@app/domain';
import { readWebhook } from './webhook-event';

const CUSTOMER = { id: 'cust_1', name: 'Ada', email: 'ada@example.com' };

describe('what a webhook of Flexprice tells', () => {
  it.each<[string, JsonObject, JsonObject, [type: string, id: string] | undefined]>([
    ['a customer', { customer: CUSTOMER }, { customer_id: 'cust_1' }, ['customer', 'cust_1']],
    [
      'a subscription with its customer',
      { subscription: { id: 'subs_1', customer_id: 'cust_1', customer: CUSTOMER } },
      { subscription_id: 'subs_1', customer_id: 'cust_1' },
      ['subscription', 'subs_1'],
    ],
    [
      'a wallet with an alert',
      { alert: { state: 'in_alarm' }, wallet: { id: 'wallet_1', customer_id: 'cust_1' } },
      { wallet_id: 'wallet_1', customer_id: 'cust_1' },
      ['wallet', 'wallet_1'],
    ],
    [
      'a transaction',
      { transaction: { id: 'wtxn_1', wallet_id: 'wallet_1', customer_id: 'cust_1' } },
      { transaction_id: 'wtxn_1', wallet_id: 'wallet_1', customer_id: 'cust_1' },
      ['wallet', 'wtxn_1'],
    ],
    [
      'a changed transaction',
      { updated_transaction: { id: 'wtxn_1', wallet_id: null, customer_id: '' } },
      { transaction_id: 'wtxn_1' },
      ['wallet', 'wtxn_1'],
    ],
    [
      'an invoice',
      { invoice: { id: 'inv_1', customer_id: 'cust_1', subscription_id: 'subs_1' } },
      { invoice_id: 'inv_1', customer_id: 'cust_1', subscription_id: 'subs_1' },
      ['invoice', 'inv_1'],
    ],
    ['an alert without an object', { feature_id: 'feat_1', alert_status: 'in_alarm' }, {}, undefined],
    ['an id that stands there already', { customer: CUSTOMER, customer_id: 'given' }, {}, ['customer', 'cust_1']],
    ['nothing more', {}, {}, undefined],
  ])('%s', (_what, told, ids, entity) => {
    expect(readWebhook({ event_type: 'some.event', ...told })).toEqual({
      ...{ event_name: 'some.event', payload: { ...ids, ...told } },
      ...(entity && { entity_type: entity[0], entity_id: entity[1] }),
    });
  });

  it.each([
    [undefined],
    [null],
    [[]],
    ['text'],
    [{}],
    [{ event_type: '' }],
    [{ event_type: ' ' }],
    [{ event_type: 7 }],
  ])('no event: %j', (body) => {
    expect(() => readWebhook(body)).toThrow('event_type');
  });
});
