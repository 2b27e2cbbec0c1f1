import type { SystemEvent } from './system-event';
import { causeOf, subjectId, type RunEffect } from './cause';

const NOON = '2026-11-23T12:00:00.123456789Z';
const at = (seconds: number): Date => new Date(Date.parse(NOON) + seconds * 1000);

function anEvent(name: string, fields: Partial<SystemEvent> = {}): SystemEvent {
  const scope = { tenantId: 't', environmentId: 'e' };
  return { id: 'evt_1', name, scope, timestamp: NOON, payload: {}, ...fields };
}

const plan: RunEffect = {
  executionId: 'plan',
  operation: 'assign_plan',
  customerId: 'cust_1',
  madeId: 'subs_1',
  actedAt: at(-1),
};
const wallet: RunEffect = {
  ...plan,
  executionId: 'wallet',
  operation: 'create_wallet',
  madeId: 'wallet_1',
  actedAt: at(-2),
};
const customer: RunEffect = {
  executionId: 'customer',
  operation: 'update_customer',
  customerId: 'cust_1',
  actedAt: at(-3),
};
const entitlement: RunEffect = {
  ...plan,
  executionId: 'entitlement',
  operation: 'create_entitlement',
  madeId: 'ent_1',
  actedAt: at(-4),
};
const ALL = [customer, entitlement, plan, wallet];
const old = (effect: RunEffect): RunEffect => ({ ...effect, actedAt: at(-3600) });
const other = (effect: RunEffect): RunEffect => ({ ...effect, customerId: 'cust_2' });
const open = ({ executionId, operation, customerId, actedAt }: RunEffect): RunEffect => {
  return { executionId, operation, actedAt, ...(customerId !== undefined && { customerId }) };
};

describe('the run behind an event of our own account', () => {
  it.each<[string, string, string, readonly RunEffect[], string | undefined]>([
    ['by what it made', 'subscription.created', 'subs_1', ALL, 'plan'],
    ['by what it made, long after', 'subscription.cancelled', 'subs_1', [old(plan)], 'plan'],
    ['by what it made, whoever has it', 'wallet.created', 'wallet_1', [other(wallet)], 'wallet'],
    ['by the customer, before the answer came', 'wallet.created', 'wallet_1', [customer, open(wallet)], 'wallet'],
    ['by the customer, of a companion event', 'invoice.update.finalized', 'inv_1', ALL, 'plan'],
    ['by the customer, of a booking', 'wallet.transaction.created', 'wtxn_1', ALL, 'wallet'],
    ['by the customer, although others came later', 'customer.updated', 'cust_1', ALL, 'customer'],
    ['by the customer, of an entitlement', 'entitlement.updated', 'ent_9', ALL, 'entitlement'],
    [
      'the latest of several that fit',
      'wallet.updated',
      'wallet_9',
      [{ ...wallet, executionId: 'late', actedAt: at(1) }, wallet],
      'late',
    ],
    ['the latest where none fits', 'customer.created', 'cust_1', ALL, 'plan'],
    ['none that is long ago', 'customer.updated', 'cust_1', [old(customer)], undefined],
    ['none of another customer', 'customer.updated', 'cust_1', [other(customer)], undefined],
    ['none without effects', 'customer.updated', 'cust_1', [], undefined],
  ])('%s', (_title, name, entityId, effects, expected) => {
    const origin = { isOurs: true, customerId: 'cust_1', receivedAt: at(0) };
    expect(causeOf(anEvent(name, { entityId }), origin, effects)).toBe(expected);
  });

  it('is found although the clocks differ, or the event came late', () => {
    const event = anEvent('customer.updated');
    const late = { isOurs: true, customerId: 'cust_1', receivedAt: at(7200) };
    expect(causeOf(event, late, [customer])).toBe('customer');
    expect(causeOf(event, { ...late, receivedAt: at(-3600) }, [old(customer)])).toBe('customer');
    expect(causeOf({ ...event, timestamp: 'unknown' }, late, [customer])).toBeUndefined();
  });

  it('is nobody where the customer is not known', () => {
    expect(causeOf(anEvent('customer.updated'), { isOurs: true, receivedAt: at(0) }, [open(customer)])).toBeUndefined();
  });
});

describe('the run behind an event that names nobody', () => {
  it.each<[string, string, string, readonly RunEffect[], string | undefined]>([
    ['by what it made', 'subscription.created', 'subs_1', [old(plan)], 'plan'],
    ['by what it has just made', 'subscription.updated', 'subs_1', [plan], 'plan'],
    ['not by what it made long ago', 'subscription.cancelled', 'subs_1', [old(plan)], undefined],
    ['by the customer that it has just changed', 'customer.updated', 'cust_1', [customer], 'customer'],
    ['not by the customer that it changed long ago', 'customer.updated', 'cust_1', [old(customer)], undefined],
    ['by the customer, while the answer is not there', 'wallet.created', 'wallet_1', [open(wallet)], 'wallet'],
    ['not by the customer alone', 'wallet.created', 'wallet_9', ALL, undefined],
    ['not by an effect of another kind', 'customer.created', 'cust_1', ALL, undefined],
  ])('%s', (_title, name, entityId, effects, expected) => {
    const origin = { isOurs: false, customerId: 'cust_1', receivedAt: at(0) };
    expect(causeOf(anEvent(name, { entityId }), origin, effects)).toBe(expected);
  });
});

it.each<[string, string, Partial<SystemEvent>, string | undefined]>([
  ['the envelope', 'customer.updated', { entityId: 'a', payload: { customer_id: 'b' } }, 'a'],
  ['an id', 'wallet.transaction.created', { payload: { wallet_id: 'w', transaction_id: 't' } }, 't'],
  ['an object', 'subscription.created', { payload: { subscription: { id: 's' } } }, 's'],
  ['nothing', 'subscription.created', { payload: { subscription_id: '' } }, undefined],
])('the subject of an event is named by %s', (_who, name, fields, expected) => {
  expect(subjectId(anEvent(name, fields))).toBe(expected);
});
