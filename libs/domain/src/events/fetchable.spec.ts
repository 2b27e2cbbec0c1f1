import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../shared/json';
import { completePayload, nextFetch, type Fetchable } from './fetchable';
import type { Needs } from './needs';

/** What the server shows. */
const SERVER: Record<string, JsonObject> = {
  cust_1: { id: 'cust_1', name: 'Ada' },
  subs_1: { id: 'subs_1', customer_id: 'cust_1', plan_id: 'plan_1' },
  plan_1: { id: 'plan_1', name: 'Starter' },
  wallet_1: { id: 'wallet_1', customer_id: 'cust_1' },
  wtxn_1: { id: 'wtxn_1', wallet_id: 'wallet_1', customer_id: 'cust_1' },
  ent_1: { id: 'ent_1', entity_type: 'SUBSCRIPTION', entity_id: 'subs_1', feature_id: 'feat_1' },
  ent_2: { id: 'ent_2', entity_type: 'PLAN', entity_id: 'plan_1', feature_id: 'feat_1' },
  feat_1: { id: 'feat_1', name: 'SSO' },
  inv_1: { id: 'inv_1', customer_id: 'cust_1', subscription_id: 'subs_1' },
  inv_2: { id: 'inv_2', customer_id: 'cust_1' },
  pay_1: { id: 'pay_1', destination_type: 'INVOICE', destination_id: 'inv_1' },
  cn_1: { id: 'cn_1', invoice_id: 'inv_2', customer_id: 'cust_1' },
};

function needing(members: string): Needs {
  return { members: new Set(members.split(' ')), all: members === 'all' };
}

/** @returns what is asked for, and what the payload holds in the end */
function hydrate(payload: JsonObject, members: string): { asked: string; added: JsonObject } {
  const fetched = new Map<Fetchable, JsonObject | null>();
  const asked: string[] = [];
  for (let next; (next = nextFetch(payload, needing(members), fetched));) {
    asked.push(next.id);
    fetched.set(next.object, SERVER[next.id] ?? null);
  }
  const complete = completePayload(payload, needing(members), fetched);
  return {
    asked: asked.join(' '),
    added: Object.fromEntries(Object.entries(complete).filter(([name]) => !(name in payload))),
  };
}

const { cust_1: customer, subs_1: subscription, plan_1: plan, wallet_1: wallet, feat_1: feature } = SERVER;

describe('hydration', () => {
  it.each<[string, JsonObject, string, string, object]>([
    ['nothing needed', { customer_id: 'cust_1' }, '', '', {}],
    ['what the payload says', { customer_id: 'cust_1' }, 'customer_id', '', {}],
    ['what nobody can be asked for', { customer_id: 'cust_1' }, 'amount alert', '', {}],
    ['an object by its id', { customer_id: 'cust_1' }, 'customer', 'cust_1', { customer }],
    ['an object that is there', { customer_id: 'cust_1', customer: { id: 'x' } }, 'customer', '', {}],
    ["the customer's id out of the customer", { customer: { id: 'x' } }, 'customer_id', '', { customer_id: 'x' }],
    ['an object without its id', { alert: 1 }, 'customer customer_id', '', {}],
    ['empty texts, which say nothing', { event_type: '', subscription_id: '' }, 'subscription', '', {}],
    ['an id over another object', { subscription_id: 'subs_1' }, 'customer_id', 'subs_1', { customer_id: 'cust_1' }],
    ['an object over another one', { subscription_id: 'subs_1' }, 'customer', 'subs_1 cust_1', { customer }],
    [
      'several objects, each asked for once',
      { subscription_id: 'subs_1' },
      'customer subscription plan customer_id plan_id',
      'subs_1 cust_1 plan_1',
      { customer, subscription, plan, customer_id: 'cust_1', plan_id: 'plan_1' },
    ],
    [
      'a picture in the payload',
      { wallet_id: 'wallet_1', balance: { customer_id: 'cust_1' } },
      'customer',
      'cust_1',
      { customer },
    ],
    [
      'a transaction',
      { transaction_id: 'wtxn_1' },
      'wallet customer_id',
      'wtxn_1 wallet_1',
      { wallet, customer_id: 'cust_1' },
    ],
    [
      "a subscription's entitlement",
      { entitlement_id: 'ent_1' },
      'customer_id',
      'ent_1 subs_1',
      { customer_id: 'cust_1' },
    ],
    [
      "a plan's entitlement, which no customer has",
      { entitlement_id: 'ent_2' },
      'customer_id plan feature',
      'ent_2 plan_1 feat_1',
      { plan, feature },
    ],
    ['a payment', { payment_id: 'pay_1' }, 'customer', 'pay_1 inv_1 cust_1', { customer }],
    ['a payment of a subscription', { payment_id: 'pay_1' }, 'plan', 'pay_1 inv_1 subs_1 plan_1', { plan }],
    ['a credit note', { credit_note_id: 'cn_1' }, 'customer_id subscription', 'cn_1 inv_2', { customer_id: 'cust_1' }],
    ['what is gone', { customer_id: 'cust_gone' }, 'customer', 'cust_gone', {}],
    ['what is gone, on the way to something else', { subscription_id: 'subs_gone' }, 'customer plan', 'subs_gone', {}],
    [
      'everything that is named',
      { customer_id: 'cust_1', subscription_id: 'subs_1' },
      'all',
      'cust_1 subs_1',
      { customer, subscription },
    ],
    ['everything where nothing is named', { a: 1 }, 'all', '', {}],
  ])('%s', (_title, payload, members, asked, added) => {
    expect(hydrate(payload, members)).toEqual({ asked, added });
  });
});

// Recordings of a real billing server lie beside the project where they may be kept at all, never in it.
const RECORDINGS = join(process.cwd(), '../shared/flexprice/recordings/kafka');

describe('messages recorded from a billing server', () => {
  const files = existsSync(RECORDINGS) ? readdirSync(RECORDINGS).filter((file) => !file.startsWith('_')) : [];

  for (const file of files)
    it(`${file} leads to its object by the id that it names`, () => {
      const { value } = JSON.parse(readFileSync(join(RECORDINGS, file), 'utf8')) as {
        value: { event_name: string; entity_id: string; payload: JsonObject };
      };
      const name = value.event_name.startsWith('wallet.transaction.') ? 'transaction' : value.event_name.split('.')[0];
      const next = nextFetch(value.payload, needing(name ?? ''), new Map());
      expect(next).toEqual({ object: name, id: value.entity_id });
    });
});
